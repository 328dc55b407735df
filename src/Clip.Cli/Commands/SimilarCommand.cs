using System.CommandLine;
using Clip.Catalog;
using Clip.Catalog.Reading;
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
        var filters = new FilterOptions();
        var results = new ResultOptions();
        var command = new Command("similar", "Find the pictures nearest to a picture, itself left out");
        command.Arguments.Add(picture);
        index.AddTo(command, writes: true);
        command.Options.Add(index.NoIndex);
        filters.AddTo(command);
        results.AddTo(command, findsFiles: true);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var filter = filters.Filter(parsed);
            var location = index.Location(parsed);
            using var model = Models.Load(parsed, once: true);
            if (!parsed.GetValue(index.NoIndex))
                await IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);

            using var opened = IndexUpdate.OpenRead(location, model);
            var asked = await IndexedPicture.FindAsync(opened, location, model, parsed.GetRequiredValue(picture), cancellationToken).ConfigureAwait(false);
            var hits = Others(opened, asked, results.TopK(parsed), filter, cancellationToken);
            IndexUpdate.TellOfDamage(opened, location, terminal);
            var scores = results.Shown(parsed, () => opened.MeasurePictures(asked.Vector, model.LogitScale, asked.Entry, filter, cancellationToken));
            return new PictureResults(terminal, results, parsed, opened).Write(hits, scores, isFiltered: filter is not null);
        });
        return command;
    }

    /// <summary>
    /// The nearest pictures but the one asked about. Of a file in the index, its copies stay: they are what many look for.
    /// Of a file from elsewhere, the same content in the index is the picture itself.
    /// </summary>
    private static IReadOnlyList<PictureHit> Others(PictureIndex index, IndexedPicture asked, int topK, PictureFilter? filter, CancellationToken cancellationToken)
    {
        if (asked.Path is null)
            return index.SearchPictures(asked.Vector, topK, asked.Entry, filter: filter, cancellationToken: cancellationToken);
        var hits = index.SearchPictures(asked.Vector, topK == int.MaxValue ? topK : topK + 1, filter: filter, cancellationToken: cancellationToken);
        return [.. hits.Where(hit => hit.Path != asked.Path).Take(topK).Select(static (hit, i) => hit with { Rank = i + 1 })];
    }
}
