using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Models;

namespace Clip.Cli.Commands;

/// <summary><c>caption</c>: the captions nearest to a picture.</summary>
internal sealed class CaptionCommand
{
    private readonly Argument<string[]> _pictures = new("PICTURE") { Description = "Paths, - for standard input, or URLs", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string?> _captions = new("--captions")
    {
        Description = "Choose among the captions of this file: txt, CSV, JSON Lines, COCO JSON, Flickr token file",
        HelpName = "FILE",
    };

    private readonly IndexOptions _index = new();
    private readonly ResultOptions _results = new();

    private CaptionCommand()
    {
    }

    public static Command Build() => new CaptionCommand().BuildCommand();

    private Command BuildCommand()
    {
        var command = new Command("caption", "Find the captions nearest to a picture");
        command.Arguments.Add(_pictures);
        _captions.RequireValue();
        command.Options.Add(_captions);
        _index.AddTo(command, writes: true);
        command.Options.Add(_index.NoIndex);
        _results.AddTo(command, findsFiles: false);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var terminal = Terminal.For(parsed);
        var inputs = parsed.GetRequiredValue(_pictures);
        var output = new CaptionResults(terminal, parsed, inputs.Length > 1);
        using var model = Models.Load(parsed, once: true, takesCaptions: true);
        return parsed.GetValue(_captions) is { } file
            ? await ChooseFromFileAsync(file, parsed, model, terminal, output, cancellationToken).ConfigureAwait(false)
            : await ChooseFromIndexAsync(parsed, model, terminal, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> ChooseFromFileAsync(
        string file, ParseResult parsed, ClipModel model, Terminal terminal, CaptionResults output, CancellationToken cancellationToken)
    {
        using var choices = CaptionChoices.Load(file, model, terminal, cancellationToken);
        return await ForEachAsync(parsed, terminal, output, async input =>
        {
            var vector = await PictureInput.EncodeAsync(model, input, cancellationToken).ConfigureAwait(false);
            output.Write(
                input,
                choices.Nearest(vector, _results.TopK(parsed), cancellationToken),
                _results.Shown(parsed, () => choices.Measure(vector, model.LogitScale, cancellationToken)));
        }).ConfigureAwait(false);
    }

    private async Task<int> ChooseFromIndexAsync(
        ParseResult parsed, ClipModel model, Terminal terminal, CaptionResults output, CancellationToken cancellationToken)
    {
        var location = _index.Location(parsed);
        if (!parsed.GetValue(_index.NoIndex))
            await IndexUpdate.BeforeSearchAsync(model, location, _index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);
        using var opened = IndexUpdate.OpenRead(location, model);
        if (opened.CaptionCount == 0)
            throw new ClipException(DisplayPath.Of(location.Root), "its index holds no captions", "give some with --captions FILE");
        var code = await ForEachAsync(parsed, terminal, output, async input =>
        {
            var vector = (await IndexedPicture.FindAsync(opened, location, model, input, cancellationToken).ConfigureAwait(false)).Vector;
            var hits = opened.SearchCaptions(vector, _results.TopK(parsed), cancellationToken: cancellationToken);
            output.Write(
                input,
                hits.Select(hit => Shown(hit, location)),
                _results.Shown(parsed, () => opened.MeasureCaptions(vector, model.LogitScale, cancellationToken: cancellationToken)));
        }).ConfigureAwait(false);
        IndexUpdate.TellOfDamage(opened, location, terminal);
        return code;
    }

    private static CaptionHit Shown(CaptionHit hit, IndexLocation location) =>
        hit with { Path = hit.Path is null ? null : DisplayPath.Of(location.Full(hit.Path)) };

    /// <summary>Answers each picture; one that cannot be read is a line on standard error, and the rest goes on.</summary>
    private async Task<int> ForEachAsync(ParseResult parsed, Terminal terminal, CaptionResults output, Func<string, Task> answer)
    {
        var failed = false;
        foreach (var input in parsed.GetRequiredValue(_pictures))
        {
            try
            {
                await answer(input).ConfigureAwait(false);
            }
            catch (PictureException error)
            {
                failed = true;
                terminal.Error(ErrorText.Of(error));
            }
        }
        return failed ? ExitCode.Error : output.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
