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
        results.AddTo(command);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            using var model = Models.Load(parsed, once: true);
            var location = index.Location(parsed);
            if (!parsed.GetValue(index.NoIndex))
                await IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);

            using var opened = IndexUpdate.OpenRead(location, model);
            var query = await IndexedPicture.FindAsync(opened, location, model, parsed.GetRequiredValue(picture), cancellationToken).ConfigureAwait(false);
            var hits = opened.SearchPictures(query.Vector, results.TopK(parsed), query.Entry, results.MinScore(parsed), cancellationToken);
            return new PictureResults(terminal, results, parsed, location).Write(hits);
        });
        return command;
    }
}
