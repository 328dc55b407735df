using Clip.Text.Patterns;

namespace Clip.Text.Loading;

/// <summary>Reads the pattern of a Split or a Replace.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonComponent component)
    {
        component.Allow("String", "Regex");
        if (component.Has("String"))
            return new LiteralPattern(component.Utf8("String"));
        var expression = component.Text("Regex");
        try
        {
            return RegexPattern.Create(expression);
        }
        catch (FormatException e)
        {
            throw component.Error($"'{expression}' {e.Message}");
        }
    }
}
