using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Models;
using Clip.Vectors;

namespace Clip.Cli.Commands;

/// <summary><c>search</c>: the pictures nearest to a text, a picture or a mix.</summary>
internal static class SearchCommand
{
    public static Command Build()
    {
        var input = new QueryInput();
        var index = new IndexOptions();
        var filters = new FilterOptions();
        var results = new ResultOptions();
        var command = new Command("search", "Find the pictures nearest to a text, a picture or a weighted mix");
        input.AddTo(command);
        index.AddTo(command, writes: true);
        command.Options.Add(index.NoIndex);
        filters.AddTo(command);
        results.AddTo(command, findsFiles: true);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var query = input.Read(parsed, terminal);
            var filter = filters.Filter(parsed);
            var location = index.Location(parsed);
            using var model = Models.Load(parsed, once: true);
            var vectors = await EncodeWhileIndexingAsync(
                query, model, terminal,
                () => parsed.GetValue(index.NoIndex)
                    ? Task.CompletedTask
                    : IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken),
                cancellationToken).ConfigureAwait(false);

            using var opened = IndexUpdate.OpenRead(location, model);
            foreach (var term in query.Terms.Where(static term => term.IsPicture))
                vectors[term] = (await IndexedPicture.FindAsync(opened, location, model, term.Value, cancellationToken).ConfigureAwait(false)).Vector;
            var vector = query.Encode(model.Dimension, term => vectors[term]);
            var hits = opened.SearchPictures(vector, results.TopK(parsed), filter: filter, cancellationToken: cancellationToken);
            IndexUpdate.TellOfDamage(opened, location, terminal);
            var scores = results.Shown(parsed, () => opened.MeasurePictures(vector, model.LogitScale, filter: filter, cancellationToken: cancellationToken));
            return new PictureResults(terminal, results, parsed, opened).Write(hits, scores, isFiltered: filter is not null);
        });
        return command;
    }

    /// <summary>The text encoder loads while the folder is walked: both together take as long as the longer one.</summary>
    private static async Task<Dictionary<QueryTerm, float[]>> EncodeWhileIndexingAsync(
        Query query, ClipModel model, Terminal terminal, Func<Task> index, CancellationToken cancellationToken)
    {
        var encoding = Task.Run(() => QueryInput.EncodeTexts(query, model, terminal, cancellationToken), cancellationToken);
        // On a thread of its own: opening the index is work too, and an error of it must not leave the encoder alone.
        var indexing = Task.Run(index, cancellationToken);
        // Both have ended when this returns or throws, so that nothing uses the model any more.
        await Task.WhenAll(indexing, encoding).ConfigureAwait(false);
        return await encoding.ConfigureAwait(false);
    }
}
