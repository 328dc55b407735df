using System.CommandLine;
using Clip.Vectors;

namespace Clip.Cli;

/// <summary>The options of verbs that list results: how many, how good, in what form.</summary>
internal sealed class ResultOptions
{
    public Option<int> Top { get; } = new("--top", "-t", "-n")
    {
        Description = "How many results",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };

    public Option<string> Score { get; } = new("--score")
    {
        Description = "cosine; probability, which the model gives among everything searched; or zscore, standard deviations above the mean",
        HelpName = "KIND",
        DefaultValueFactory = _ => "cosine",
    };

    public Option<float?> Minimum { get; } = new("--min-score")
    {
        Description = "Leave out results with a lower score",
        HelpName = "S",
    };

    public Option<bool> Paths { get; } = new("--paths")
    {
        Description = "Only the paths, one a line",
    };

    public Option<bool> Print0 { get; } = new("--print0", "-0")
    {
        Description = "Only the paths, each ended by a zero byte, for xargs -0",
    };

    /// <summary>Adds the options; those about paths only where the results are files.</summary>
    public void AddTo(Command command, bool findsFiles)
    {
        Top.RequireAtLeast(1);
        Score.RequireOneOf("cosine", "probability", "zscore");
        Minimum.RequireNumber();
        command.Options.Add(Top);
        command.Options.Add(Score);
        command.Options.Add(Minimum);
        if (!findsFiles)
            return;
        command.Options.Add(Paths);
        command.Options.Add(Print0);
        command.Validators.Add(result =>
        {
            var json = result.GetResult(GlobalOptions.Json) is { Implicit: false };
            if (json && (result.GetResult(Paths) is { Implicit: false } || result.GetResult(Print0) is { Implicit: false }))
                result.AddError("--json: tells more than paths, so it does not go with --paths or --print0");
        });
    }

    public int TopK(ParseResult parsed) => parsed.GetValue(Top);

    /// <summary>How to show the scores of one query.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="measure">Looks at all scores; called only where their distribution is needed.</param>
    public ShownScores Shown(ParseResult parsed, Func<ScoreDistribution> measure)
    {
        var kind = parsed.GetValue(Score) switch
        {
            "probability" => ScoreKind.Probability,
            "zscore" => ScoreKind.ZScore,
            _ => ScoreKind.Cosine,
        };
        return new ShownScores(kind, parsed.GetValue(Minimum) ?? float.NegativeInfinity, kind == ScoreKind.Cosine ? default : measure());
    }
}
