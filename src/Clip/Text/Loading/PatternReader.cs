using Clip.Text.Patterns;
using Clip.Text.Unicode;

namespace Clip.Text.Loading;

/// <summary>Reads what a Split or Replace looks for.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonComponent component)
    {
        component.Allow("String", "Regex");
        if (component.Has("String"))
            return new LiteralPattern(component.Utf8("String"));
        return component.Text("Regex") switch
        {
            ClipPattern.Source => new ClipPattern(),
            Gpt2Pattern.Source => Gpt2Pattern.Instance,
            @"\s+" => new RunPattern(Characters.IsWhiteSpace, 1),
            " {2,}" => new RunPattern(static c => c == ' ', 2),
            _ => throw component.Error("has a regular expression that this program does not know"),
        };
    }
}
