using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Cli.Showing;
using Clip.Cli.Verbs.Browse;

namespace Clip.Cli.Verbs.Search;

/// <summary>What <c>search</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folders">Which folders to search.</param>
/// <param name="Query">The query; empty to list pictures.</param>
/// <param name="Rank">What decides about the order.</param>
/// <param name="Filter">Which pictures to search; null for all.</param>
/// <param name="Results">Which results to show, and how.</param>
/// <param name="Refine">What to do with what is found.</param>
/// <param name="Feedback">What the query is besides its terms.</param>
internal sealed record SearchSettings(
    ModelSettings Model, IReadOnlyList<IndexSettings> Folders, ItemSettings Query, RankBy Rank, PictureFilter? Filter,
    ResultSettings Results, RefineSettings Refine, FeedbackSettings Feedback)
{
    /// <summary>How pictures are shown on the whole screen; null where results are lines.</summary>
    public PreviewProtocol? Browse { get; init; }

    /// <summary>Whether nothing says what to search for.</summary>
    public bool HasNoQuery => HasNoTerms && Refine.Axis is null;

    /// <summary>Whether there is neither a query nor what completes one.</summary>
    public bool HasNoTerms => Query.Count == 0 && !Feedback.HasPictures && Feedback.Queries is null;
}

/// <summary>
/// <c>search</c>: the pictures nearest to a text, a picture or a mix, or those that the filters select.
/// </summary>
internal sealed class SearchVerb : IVerb<SearchSettings>
{
    private readonly ItemOptions _query = new(new Argument<string[]>("QUERY")
    {
        Description = "A text, a picture, or a mix: \"2:golden retriever\" + ./pool.jpg - people; without one, the "
            + "options that choose pictures list them, newest first",
        Arity = ArgumentArity.ZeroOrMore,
    });

    private readonly Option<string> _rank = new("--rank")
    {
        Description = "embedding, what the pictures show; words, of captions, keywords, names and folders; or fused, "
            + "both where the query is a text (default)",
        HelpName = "KIND",
        DefaultValueFactory = static _ => "fused",
    };

    private readonly Option<bool> _interactive = new("--interactive", "-i")
    {
        Description = "Show the results on the whole screen and change the query there, as browse does",
    };

    private readonly FeedbackOptions _feedback = new();
    private readonly RefineOptions _refine = new();
    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();
    private readonly ResultOptions _results = new();

    public SearchVerb()
    {
        _query.AddTo(Command);
        _index.AddSearchOfSeveralTo(Command);
        _filter.AddTo(Command);
        _rank.RequireOneOf("fused", "embedding", "words");
        Command.Options.Add(_rank);
        _results.AddWithPathsTo(Command);
        _refine.AddTo(Command);
        _feedback.AddTo(Command);
        Command.Options.Add(_interactive);
    }

    public VerbCommand Command { get; } = new(
        "search", "Find the pictures nearest to a text, a picture or a weighted mix",
        "clipsearch search \"a red car\" --in ~/Pictures",
        "clipsearch search sketch.png --top 3",
        "clipsearch search \"2:golden retriever\" + ./pool.jpg - people",
        "clipsearch search \"a unicorn\" --cutoff 0.1",
        "clipsearch search \"a boat\" --like harbor.jpg --unlike regatta.jpg --diverse",
        "clipsearch search \"a street\" --top 30 --axis \"day..night\"",
        "clipsearch search --queries queries.txt --json --explain",
        "clipsearch search \"a receipt\" --score probability --min-score 0.1",
        "clipsearch search \"a beach\" --after 2019 --before 2022-09 --near 36.72,-4.42,50",
        "clipsearch search sunset --camera nikon --min-size 3000x2000 --glob '!thumbnails'",
        "clipsearch search --after \"last month\" --sort -size",
        "clipsearch search sunset --print0 | xargs -0 cp -t best/");

    public SearchSettings Resolve(ParseResult parsed)
    {
        var results = _results.Resolve(parsed);
        var settings = new SearchSettings(
            ModelOptions.Resolve(parsed, once: true), _index.ResolveAll(parsed), _query.Resolve(parsed),
            RankOf(parsed), _filter.Resolve(parsed), results, _refine.Resolve(parsed, results),
            _feedback.Resolve(parsed))
        {
            Browse = parsed.GetValue(_interactive) ? _results.PreviewOnScreen(parsed) : null,
        };
        if (settings.Browse is not null)
            return settings;
        if (settings.HasNoQuery)
            _results.RequireQuery(parsed);
        if (settings.HasNoTerms && parsed.GetResult(_rank) is { Implicit: false } rank)
            throw ResultOptions.NeedsQuery($"--rank {rank.Tokens[^1].Value}");
        return settings;
    }

    public async Task<int> RunAsync(SearchSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var results = settings.Results;
        if (settings.Browse is { } preview)
        {
            var words = settings.Query.Bare.ToLookup(File.Exists);
            var browse = new BrowseSettings(
                settings.Model, settings.Folders, string.Join(' ', words[false].Concat(settings.Query.Texts)),
                settings.Filter, preview)
            {
                Liked = Files([.. words[true], .. settings.Query.Pictures, .. settings.Feedback.Liked]),
                Disliked = Files(settings.Feedback.Disliked),
            };
            return await BrowseVerb.BrowseAsync(browse, terminal, cancellationToken).ConfigureAwait(false);
        }
        // Without a query, the other options say which pictures are meant; with none of them, the query is missing.
        if (settings.HasNoQuery && (settings.Filter is not null || results.Order?.Files is not null))
            return await PictureList.RunAsync(settings, terminal, cancellationToken).ConfigureAwait(false);

        if (settings.HasNoQuery)
            throw WithoutQuery(settings.Folders);
        using var runtime = HasText(settings) ? ModelInput.StartRuntime(settings.Model) : null;
        var queries = QueryInput.ReadAll(settings, terminal);
        using var folders = await FolderSearch.OpenAsync(
            settings.Folders, settings.Model, terminal, cancellationToken).ConfigureAwait(false);
        var printer = new PicturePrinter(terminal, settings.Folders, results, settings.Filter)
        {
            Title = Title(settings),
        };
        var isFirst = true;
        foreach (var (line, query) in queries)
        {
            var request = new SearchRequest(query)
            {
                TopK = results.TopK,
                Rank = settings.Rank,
                Score = results.Score,
                MinScore = results.MinScore,
                Filter = IndexSettings.Within(settings.Folders, settings.Filter),
                Update = isFirst ? folders.Update : null,
                FoldCopies = results.FoldCopies,
                WithFiles = terminal.IsJson || results.NeedsFiles,
                Cutoff = settings.Refine.Cutoff,
                Diversity = settings.Refine.Diversity,
                Axis = settings.Refine.Axis,
                Balance = settings.Feedback.Balance,
                Explain = settings.Feedback.Explain,
            };
            var answer = await folders.Search.SearchAsync(request, folders.Observer, cancellationToken)
                .ConfigureAwait(false);
            printer.Write(answer, settings.Rank == RankBy.Words, line, cancellationToken);
            isFirst = false;
        }
        var isFound = await printer.FinishAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Of(isFound, printer.HasFailed);
    }

    /// <summary>Whether a text is to be encoded; the vector of a picture may be in the index.</summary>
    private static bool HasText(SearchSettings settings) =>
        settings.Query.Texts.Length > 0 || settings.Feedback.Queries is not null || settings.Refine.Axis is not null
        || settings.Query.Bare.Any(static item => !File.Exists(item));

    private static ClipException WithoutQuery(IReadOnlyList<IndexSettings> folders)
    {
        var places = folders.Select(static folder => folder.Folder.Length == 0
            ? IndexArguments.Of(folder.Location)
            : $"--in {ShellQuoted.Of(DisplayPath.Of(folder.Location.Full(folder.Folder)))}");
        return new ClipException(
            "the query", "lacks a term",
            "give a text or a picture, for example: \"a dog\"; or list all pictures with: "
            + $"clipsearch search --glob '*' -n all {string.Join(' ', places)}");
    }

    private static IReadOnlyList<string> Files(IEnumerable<string> pictures) =>
        [.. pictures.Where(File.Exists).Select(Path.GetFullPath)];

    private static string Title(SearchSettings settings)
    {
        var query = settings.Query;
        return settings is { HasNoTerms: true, Refine.Axis: { } axis }
            ? $"{axis.From} .. {axis.To}"
            : string.Join(' ', (string[])[.. query.Bare, .. query.Texts, .. query.Pictures]);
    }

    private RankBy RankOf(ParseResult parsed) => parsed.GetValue(_rank) switch
    {
        "embedding" => RankBy.Embedding,
        "words" => RankBy.Words,
        _ => RankBy.Fused,
    };
}
