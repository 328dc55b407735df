namespace Clip.Cli.Options;

/// <summary>The two ends of an axis, written as <c>A..B</c>.</summary>
/// <param name="From">The text at the low end.</param>
/// <param name="To">The text at the high end.</param>
internal sealed record AxisText(string From, string To)
{
    /// <summary>The ends, or null where one is missing.</summary>
    public static AxisText? Parse(string text) =>
        MapAxis.Parse(text) is { } axis ? new AxisText(axis.From, axis.To) : null;
}
