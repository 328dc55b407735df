using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Indexes;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Models;
using Clip.Vectors;

namespace Clip.Cli.Verbs.Search;

/// <summary>What <c>search</c> is asked to do.</summary>
internal sealed record SearchSettings(
    ModelSettings Model, IndexSettings Index, ItemSettings Query, PictureFilter? Filter, ResultSettings Results);

/// <summary><c>search</c>: the pictures nearest to a text, a picture or a mix.</summary>
internal sealed class SearchVerb : IVerb<SearchSettings>
{
    private readonly ItemOptions _query = new(new Argument<string[]>("QUERY")
    {
        Description = "A text, a picture, or a mix: \"2:golden retriever\" + ./pool.jpg - people",
        Arity = ArgumentArity.ZeroOrMore,
    });

    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();
    private readonly ResultOptions _results = new();

    public SearchVerb()
    {
        _query.AddTo(Command);
        _index.AddSearchTo(Command);
        _filter.AddTo(Command);
        _results.AddWithPathsTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "search", "Find the pictures nearest to a text, a picture or a weighted mix",
        "clipsearch search \"a red car\" --in ~/Pictures",
        "clipsearch search sketch.png --top 3",
        "clipsearch search \"2:golden retriever\" + ./pool.jpg - people",
        "clipsearch search \"a receipt\" --score probability --min-score 0.1",
        "clipsearch search \"a beach\" --after 2019 --before 2022-09 --near 36.72,-4.42,50",
        "clipsearch search sunset --camera nikon --min-size 3000x2000 --glob '!thumbnails'",
        "clipsearch search sunset --print0 | xargs -0 cp -t best/");

    public SearchSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, once: true), _index.Resolve(parsed), _query.Resolve(parsed), _filter.Resolve(parsed),
        _results.Resolve(parsed));

    public async Task<int> RunAsync(SearchSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var query = QueryInput.Read(settings.Query, terminal);
        var location = settings.Index.Location;
        using var model = ModelInput.Load(settings.Model);
        var vectors = await EncodeWhileIndexingAsync(query, model, settings.Index, terminal, cancellationToken)
            .ConfigureAwait(false);

        using var index = IndexUpdate.OpenRead(location, model);
        foreach (var term in query.Terms.Where(static term => term.IsPicture))
        {
            var picture = await IndexedPicture.FindAsync(index, location, model, term.Value, cancellationToken)
                .ConfigureAwait(false);
            vectors[term] = picture.Vector;
        }
        var vector = query.Encode(model.Dimension, term => vectors[term]);
        var filter = settings.Filter;
        var hits = index.SearchPictures(
            vector, settings.Results.TopK, filter: filter, cancellationToken: cancellationToken);
        IndexNotices.WarnAboutDamage(index, location, terminal);
        var scores = ShownScores.Of(settings.Results, () => index.MeasurePictures(
            vector, model.LogitScale, filter: filter, cancellationToken: cancellationToken));
        var count = new PicturePrinter(terminal, settings.Results, index).Write(hits, scores, filter is not null);
        return count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    /// <summary>Loads the text encoder while the folder is walked: both together take as long as the longer one.</summary>
    private static async Task<Dictionary<QueryTerm, float[]>> EncodeWhileIndexingAsync(
        Query query, ClipModel model, IndexSettings index, Terminal terminal, CancellationToken cancellationToken)
    {
        var encoding = Task.Run(
            () => QueryInput.EncodeTexts(query, model, terminal, cancellationToken), cancellationToken);
        // On a thread of its own: opening the index is work too, and its error must not leave the encoder running alone.
        var indexing = Task.Run(
            () => IndexUpdate.BeforeSearchAsync(model, index, terminal, cancellationToken), cancellationToken);
        // Both have ended when this returns or throws, so that nothing uses the model any more.
        await Task.WhenAll(indexing, encoding).ConfigureAwait(false);
        return await encoding.ConfigureAwait(false);
    }
}
