namespace Clip.Cli.Options;

/// <summary>Finds what a misspelled word was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The candidate that is spelled most alike, or null where none is.</summary>
    public static string? For(string word, IEnumerable<string> candidates)
    {
        // A third of the letters may differ, but of a short word not all.
        var most = Math.Min(3, Math.Max(1, word.TrimStart('-').Length / 3));
        return candidates
            .Select(candidate => (Text: candidate, Distance: IsPrefix(word, candidate) ? 0 : Distance(word, candidate)))
            .Where(pair => pair.Distance <= most)
            .OrderBy(static pair => pair.Distance)
            .ThenBy(static pair => pair.Text.Length)
            .Select(static pair => pair.Text)
            .FirstOrDefault();
    }

    private static bool IsPrefix(string word, string candidate) =>
        word.TrimStart('-').Length >= 3 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// How many letters to insert, remove, replace or swap with the next (the optimal string alignment distance).
    /// </summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }
                var replaced = rows[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
