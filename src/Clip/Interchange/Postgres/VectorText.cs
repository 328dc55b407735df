using System.Globalization;

namespace Clip.Interchange.Postgres;

/// <summary>Reads a vector as pgvector writes it: <c>[0.1,0.2]</c>.</summary>
internal static class VectorText
{
    /// <summary>Whether a text looks like a vector.</summary>
    public static bool Is(string text) => text is ['[', .., ']'] || text is ['{', .., '}'];

    /// <returns>The vector, or null where the text is none.</returns>
    public static float[]? Parse(string text)
    {
        if (!Is(text))
            return null;
        var inner = text.AsSpan(1, text.Length - 2);
        List<float> values = [];
        foreach (var range in inner.Split(','))
        {
            if (!float.TryParse(inner[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return null;
            values.Add(value);
        }

        return [.. values];
    }
}
