using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Searching;

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
        ModelOptions.Resolve(parsed, once: true), _index.Resolve(parsed), _query.Resolve(parsed),
        _filter.Resolve(parsed), _results.Resolve(parsed));

    public async Task<int> RunAsync(SearchSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, results) = (settings.Index.Location, settings.Results);
        var request = new SearchRequest(QueryInput.Read(settings.Query, terminal))
        {
            TopK = results.TopK,
            Score = results.Score,
            MinScore = results.MinScore,
            Filter = settings.Index.Within(settings.Filter),
            Update = settings.Index.Update,
            WithFiles = terminal.IsJson,
        };
        using var model = IndexModels.Load(location, settings.Model);
        using var search = new PictureSearch(model, location);
        using var reporter = new SearchReporter(terminal, location, settings.Index.Folder);
        var answer = await search.SearchAsync(request, reporter.Observer, cancellationToken).ConfigureAwait(false);
        PicturePrinter.Write(terminal, answer, location, results.Form, isFiltered: settings.Filter is not null);
        return answer.Pictures.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
