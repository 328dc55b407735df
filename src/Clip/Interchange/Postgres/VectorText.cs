using System.Globalization;

namespace Clip.Interchange.Postgres;

/// <summary>
/// Reads a vector as pgvector and PostgreSQL write it: <c>[0.1,0.2]</c> or <c>{0.1,0.2}</c>; or as NumPy prints it:
/// <c>[0.1 0.2]</c>.
/// </summary>
internal static class VectorText
{
    /// <summary>Whether a text looks like a vector.</summary>
    public static bool Is(string text) => text.AsSpan().Trim() is ['[', .., ']'] or ['{', .., '}'];

    /// <returns>The vector, or null where the text is none.</returns>
    public static float[]? Parse(string text)
    {
        if (!Is(text))
            return null;
        var inner = text.AsSpan().Trim()[1..^1];
        List<float> values = [];
        if (inner.Contains(','))
        {
            foreach (var range in inner.Split(','))
            {
                if (!Add(inner[range]))
                    return null;
            }
        }
        else
        {
            foreach (var range in inner.SplitAny(' ', '\n', '\r', '\t'))
            {
                if (!inner[range].IsEmpty && !Add(inner[range]))
                    return null;
            }
        }

        return [.. values];

        bool Add(ReadOnlySpan<char> number)
        {
            if (!float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return false;
            values.Add(value);
            return true;
        }
    }

    /// <summary>Why a text is no vector.</summary>
    public static string Problem(string text) => text.Contains("...", StringComparison.Ordinal)
        ? "the vector is abbreviated with '...'"
        : "no vector";
}
