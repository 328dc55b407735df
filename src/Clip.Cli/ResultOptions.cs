using System.CommandLine;

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

    public Option<float?> Minimum { get; } = new("--min-score")
    {
        Description = "Leave out results with a lower cosine",
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

    public void AddTo(Command command)
    {
        Top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--top: must be at least 1");
        });
        command.Options.Add(Top);
        command.Options.Add(Minimum);
        command.Options.Add(Paths);
        command.Options.Add(Print0);
    }

    public int TopK(ParseResult parsed) => parsed.GetValue(Top);

    public float MinScore(ParseResult parsed) => parsed.GetValue(Minimum) ?? float.NegativeInfinity;
}
