namespace Clip.Interchange.Rows;

/// <summary>Finds columns, keys and arrays by name, however it is spelled, and names them in messages.</summary>
internal static class ColumnNames
{
    private const int MostShown = 20;
    private const int MostLetters = 40;

    /// <summary>Whether two names differ at most in case and in what separates words.</summary>
    public static bool AreAlike(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < one.Length && IsSeparator(one[i]))
                i++;
            while (j < other.Length && IsSeparator(other[j]))
                j++;
            if (i == one.Length || j == other.Length)
                return i == one.Length && j == other.Length;
            if (char.ToLowerInvariant(one[i++]) != char.ToLowerInvariant(other[j++]))
                return false;
        }
    }

    /// <summary>The column of the first of some names that a table has; -1 for none.</summary>
    public static int Find(IReadOnlyList<string> columns, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var found = -1;
            for (var column = columns.Count - 1; column >= 0; column--)
            {
                if (columns[column] == name || (found < 0 && AreAlike(columns[column], name)))
                    found = column;
            }

            if (found >= 0)
                return found;
        }

        return -1;
    }

    /// <summary>Names in a message, no more and no longer ones than fit into a line.</summary>
    public static string Show(IEnumerable<string> names)
    {
        var shown = names.Take(MostShown + 1).Select(Short).ToList();
        if (shown.Count == 0)
            return "none";
        return shown.Count <= MostShown ? string.Join(", ", shown) : string.Join(", ", shown.Take(MostShown)) + ", …";
    }

    private static string Short(string name) => name.Length <= MostLetters ? name : name[..MostLetters] + "…";

    private static bool IsSeparator(char letter) => letter is '_' or '-' or ' ' or '.';
}
