using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;

namespace Clip.Cli.Commands;

/// <summary><c>similar</c>: the pictures nearest to a picture, itself left out.</summary>
internal static class SimilarCommand
{
    public static Command Build()
    {
        var picture = new Argument<string>("PICTURE") { Description = "A path, - for standard input, or a URL" };
        var index = new IndexOptions();
        var results = new ResultOptions();
        var command = new Command("similar", "Find the pictures nearest to a picture, itself left out");
        command.Arguments.Add(picture);
        index.AddTo(command, writes: true);
        command.Options.Add(index.NoIndex);
        results.AddTo(command, findsFiles: true);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var location = index.Location(parsed);
            using var model = Models.Load(parsed, once: true);
            if (!parsed.GetValue(index.NoIndex))
                await IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);

            using var opened = IndexUpdate.OpenRead(location, model);
            var (vector, entry) = await IndexedPicture.FindAsync(opened, location, model, parsed.GetRequiredValue(picture), cancellationToken).ConfigureAwait(false);
            var hits = opened.SearchPictures(vector, results.TopK(parsed), entry, cancellationToken: cancellationToken);
            var scores = results.Shown(parsed, () => opened.MeasurePictures(vector, model.LogitScale, entry, cancellationToken));
            return new PictureResults(terminal, results, parsed, location).Write(hits, scores);
        });
        return command;
    }
}
