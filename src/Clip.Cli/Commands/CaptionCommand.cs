using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;

namespace Clip.Cli.Commands;

/// <summary><c>caption</c>: the captions nearest to a picture.</summary>
internal static class CaptionCommand
{
    public static Command Build()
    {
        var pictures = new Argument<string[]>("PICTURE") { Description = "Paths, - for standard input, or URLs", Arity = ArgumentArity.OneOrMore };
        var captions = new Option<string?>("--captions") { Description = "Choose among the captions of this file: txt, CSV, JSON Lines, COCO JSON, Flickr token file", HelpName = "FILE" };
        var index = new IndexOptions();
        var results = new ResultOptions();
        var command = new Command("caption", "Find the captions nearest to a picture");
        command.Arguments.Add(pictures);
        command.Options.Add(captions);
        index.AddTo(command, writes: true);
        command.Options.Add(index.NoIndex);
        command.Options.Add(results.Top);
        command.Options.Add(results.Minimum);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            using var model = Models.Load(parsed, once: true);
            var output = new CaptionResults(terminal, parsed);
            var inputs = parsed.GetRequiredValue(pictures);

            if (parsed.GetValue(captions) is { } file)
            {
                var choices = CaptionChoices.Load(file, model, terminal, cancellationToken);
                return await ForEachAsync(inputs, terminal, async input =>
                {
                    var vector = await PictureInput.EncodeAsync(model, input, cancellationToken).ConfigureAwait(false);
                    output.Write(input, choices.Nearest(vector, results.TopK(parsed), results.MinScore(parsed)));
                }, output).ConfigureAwait(false);
            }

            var location = index.Location(parsed);
            if (!parsed.GetValue(index.NoIndex))
                await IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);
            using var opened = IndexUpdate.OpenRead(location, model);
            if (opened.CaptionCount == 0)
                throw new ClipException(DisplayPath.Of(location.Root), "its index holds no captions", "give some with --captions FILE");
            return await ForEachAsync(inputs, terminal, async input =>
            {
                var picture = await IndexedPicture.FindAsync(opened, location, model, input, cancellationToken).ConfigureAwait(false);
                var hits = opened.SearchCaptions(picture.Vector, results.TopK(parsed), minScore: results.MinScore(parsed), cancellationToken: cancellationToken);
                output.Write(input, hits.Select(hit => hit with { Path = hit.Path is null ? null : DisplayPath.Of(location.Full(hit.Path)) }));
            }, output).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Answers each picture; one that cannot be read is a line on standard error, and the rest goes on.</summary>
    private static async Task<int> ForEachAsync(string[] inputs, Terminal terminal, Func<string, Task> answer, CaptionResults output)
    {
        var failed = false;
        foreach (var input in inputs)
        {
            try
            {
                await answer(input).ConfigureAwait(false);
            }
            catch (Images.PictureException error) when (inputs.Length > 1)
            {
                failed = true;
                terminal.Error(error.Message);
            }
        }
        return output.Count > 0 ? ExitCode.Found : failed ? ExitCode.Error : ExitCode.Nothing;
    }
}
