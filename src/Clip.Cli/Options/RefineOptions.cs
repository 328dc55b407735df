using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>What is to be done with what a search finds.</summary>
/// <param name="Cutoff">The probability from which on results are left out; null for none.</param>
/// <param name="Diversity">How much results are to differ; null for no such order.</param>
/// <param name="Axis">The direction that results are shown along; null for the order of their ranks.</param>
internal sealed record RefineSettings(double? Cutoff, double? Diversity, MapAxis? Axis);

/// <summary>The options of verbs that leave out what does not fit, and vary what does.</summary>
internal sealed class RefineOptions
{
    private const double UsualDiversity = 0.5;

    private readonly Option<double?> _cutoff = new("--cutoff")
    {
        Description = "Leave out pictures that a query for something that is not here would find as well, with "
            + "probability P or more (0.1 is usual); with nothing left, nothing here looks like that",
        HelpName = "P",
    };

    private readonly Option<bool> _diverse = new("--diverse")
    {
        Description = "Show pictures that differ from each other",
    };

    private readonly Option<double?> _diversity = new("--diversity")
    {
        Description = "Likewise, from 0, the plain order, to 1, the most different (--diverse: 0.5)",
        HelpName = "D",
    };

    private readonly Option<string?> _axis = new("--axis")
    {
        Description = "Show the results along a direction made of words, such as \"day..night\", each with its "
            + "position on it",
        HelpName = "A..B",
    };

    public void AddTo(Command command)
    {
        _cutoff.RequireBetween(0, 1, isLeastExcluded: true);
        _diversity.RequireBetween(0, 1);
        _axis.Validators.Add(result => AxisText.Require(result, _axis.Name));
        foreach (var option in (Option[])[_cutoff, _diverse, _diversity, _axis])
            command.Options.Add(option);
    }

    /// <exception cref="ClipException">Two orders are asked for.</exception>
    public RefineSettings Resolve(ParseResult parsed, ResultSettings results)
    {
        var axis = parsed.GetValue(_axis) is { } text ? AxisText.Parse(text) : null;
        if (axis is not null && results.Order is not null)
        {
            throw new ClipException(
                "--axis", "is an order, so it does not go with --sort",
                "leave one of them out; the ends of an axis can be swapped");
        }
        return new RefineSettings(
            parsed.GetValue(_cutoff),
            parsed.GetValue(_diversity) ?? (parsed.GetValue(_diverse) ? UsualDiversity : null), axis);
    }
}
