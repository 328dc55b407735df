namespace Clip.Cli.Options;

/// <summary>The two ends of an axis, written as <c>A..B</c>.</summary>
/// <param name="From">The text at the low end.</param>
/// <param name="To">The text at the high end.</param>
internal sealed record AxisText(string From, string To)
{
    private const string Between = "..";

    /// <summary>The ends, or null where one is missing.</summary>
    public static AxisText? Parse(string text)
    {
        var at = text.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var axis = new AxisText(text[..at].Trim(), text[(at + Between.Length)..].Trim());
        return axis.From.Length > 0 && axis.To.Length > 0 ? axis : null;
    }
}
