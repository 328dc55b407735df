using System.CommandLine;
using Clip.Cli.Showing;

namespace Clip.Cli.Options;

/// <summary>How results are written where they are not JSON.</summary>
internal enum ResultForm
{
    /// <summary>A row for people: score, result, caption.</summary>
    Rows,

    /// <summary>One path per line.</summary>
    Paths,

    /// <summary>Paths, each ended by a zero byte.</summary>
    ZeroEndedPaths,
}

/// <summary>Which results to show, and how.</summary>
/// <param name="TopK">The largest number of results; <see cref="int.MaxValue"/> for all.</param>
/// <param name="Score">The kind of score.</param>
/// <param name="MinScore">The lowest score that is shown; null shows all.</param>
/// <param name="Form">How results are written.</param>
internal sealed record ResultSettings(int TopK, ScoreKind Score, float? MinScore, ResultForm Form)
{
    /// <summary>Whether identical files are one result.</summary>
    public bool FoldCopies { get; init; }

    /// <summary>The order that was asked for, or null.</summary>
    public ResultOrder? Order { get; init; }

    /// <summary>How they are shown besides rows.</summary>
    public ShowSettings Show { get; init; } = ShowSettings.Nothing;

    /// <summary>What to do with their files.</summary>
    public ActSettings Act { get; init; } = ActSettings.Nothing;

    /// <summary>Whether what the index knows about the files is needed to show them.</summary>
    public bool NeedsFiles => Order is not null || Show.NeedsFiles;
}

/// <summary>The options of verbs that list results: how many, how good, in what form.</summary>
internal sealed class ResultOptions
{
    private readonly Option<int> _top = TopOption.Create("How many results, or all", usual: 10);

    private readonly Option<string> _score = new("--score")
    {
        Description = "cosine; probability, which the model gives among everything searched; "
            + "or zscore, standard deviations above the mean",
        HelpName = "KIND",
        DefaultValueFactory = static _ => "cosine",
    };

    private readonly Option<float?> _minimum = new("--min-score")
    {
        Description = "Leave out results with a lower score",
        HelpName = "S",
    };

    private readonly Option<bool> _paths = new("--paths")
    {
        Description = "Only the paths, one per line",
    };

    private readonly Option<bool> _print0 = new("--print0", "-0")
    {
        Description = "Only the paths, each ended by a zero byte, for xargs -0",
    };

    private readonly Option<bool> _allCopies = new("--all-copies")
    {
        Description = "Show each file of identical ones, which otherwise are one result",
    };

    private readonly Option<string> _sort = new("--sort")
    {
        Description = "Show the results in the order of score, date, path, size or pixels; with - before it from the "
            + "last to the first, as --sort -date does",
        HelpName = "KEY",
    };

    private readonly ShowOptions _show = new();
    private readonly ActOptions _act = new();
    private bool _isFiles;

    /// <summary>Adds the options of results that are not files.</summary>
    public void AddTo(Command command)
    {
        _score.RequireOneOf("cosine", "probability", "zscore");
        _minimum.RequireNumber();
        command.Options.Add(_top);
        command.Options.Add(_score);
        command.Options.Add(_minimum);
    }

    /// <summary>Adds the options of results that are files, which may be written as bare paths.</summary>
    public void AddWithPathsTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_paths);
        command.Options.Add(_print0);
        command.Options.Add(_allCopies);
        command.Options.Add(_sort);
        _show.AddTo(command);
        _act.AddTo(command);
        _isFiles = true;
        _sort.RequireOneOf(ResultOrder.Words);
        command.Validators.Add(result =>
        {
            var wantsPaths = result.GetResult(_paths) is { Implicit: false }
                || result.GetResult(_print0) is { Implicit: false };
            if (wantsPaths && OutputOptions.AsksForJson(result))
                result.AddError("--json: shows more than paths, so it does not go with --paths or --print0");
        });
    }

    /// <summary>Refuses options that are about scores, where there is no query to give any.</summary>
    /// <exception cref="ClipException">One of them is given.</exception>
    public void RequireQuery(ParseResult parsed)
    {
        foreach (var option in (Option[])[_score, _minimum])
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
                throw NeedsQuery($"{option.Name} {result.Tokens[^1].Value}");
        }
        if (parsed.GetValue(_sort) is { } order && ResultOrder.Parse(order) is { Files: null })
            throw NeedsQuery($"--sort {order}");
    }

    /// <summary>The error that an option says nothing about a list of pictures.</summary>
    public static ClipException NeedsQuery(string option) => new(
        option, "needs a query, by which pictures are ranked",
        "give a text or a picture, or leave the option out; lists have --sort date, path, size and pixels");

    /// <summary>How pictures are shown on a screen: as the command line says, or as the terminal can.</summary>
    public PreviewProtocol PreviewOnScreen(ParseResult parsed) => _show.PreviewOnScreen(parsed);

    public ResultSettings Resolve(ParseResult parsed) => new(
        parsed.GetValue(_top), ScoreOf(parsed), parsed.GetValue(_minimum),
        parsed.GetValue(_print0) ? ResultForm.ZeroEndedPaths
            : parsed.GetValue(_paths) ? ResultForm.Paths
            : ResultForm.Rows)
    {
        FoldCopies = !parsed.GetValue(_allCopies),
        Order = parsed.GetValue(_sort) is { } order ? ResultOrder.Parse(order) : null,
        Show = _isFiles ? _show.Resolve(parsed) : ShowSettings.Nothing,
        Act = _isFiles ? _act.Resolve(parsed) : ActSettings.Nothing,
    };

    private ScoreKind ScoreOf(ParseResult parsed) => parsed.GetValue(_score) switch
    {
        "probability" => ScoreKind.Probability,
        "zscore" => ScoreKind.ZScore,
        _ => ScoreKind.Cosine,
    };
}
