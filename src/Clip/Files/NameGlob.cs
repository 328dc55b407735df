namespace Clip.Files;

/// <summary>
/// Matches one name of a path: <c>*</c> any characters, <c>?</c> one, <c>[a-z]</c> one of a set, <c>[!a-z]</c> one
/// that is not of it. A set that is not closed, and a name that is spelled as the glob is, are matched as they stand.
/// Case is ignored.
/// </summary>
internal static class NameGlob
{
    /// <summary>Whether a glob matches the name that it spells and no other.</summary>
    public static bool IsPlain(ReadOnlySpan<char> glob) => glob.IndexOfAny('*', '?', '[') < 0;

    /// <summary>
    /// Greedy matching with one backtracking point: a later <c>*</c> fixes the choice of an earlier one.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> name)
    {
        var (g, n, resumeGlob, resumeName) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (g < glob.Length && glob[g] == '*')
                (resumeGlob, resumeName) = (++g, n);
            else if (g < glob.Length && MatchesOne(glob[g..], name[n], out var length))
                (g, n) = (g + length, n + 1);
            else if (resumeGlob >= 0)
                (g, n) = (resumeGlob, ++resumeName);
            else
                return Same(glob, name);
        }
        return glob[g..].TrimStart('*').IsEmpty || Same(glob, name);
    }

    private static bool Same(ReadOnlySpan<char> glob, ReadOnlySpan<char> name) =>
        glob.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the start of a glob matches a character, and how long that start is.</summary>
    private static bool MatchesOne(ReadOnlySpan<char> glob, char letter, out int length)
    {
        length = 1;
        if (glob[0] == '?')
            return true;
        if (glob[0] != '[' || GlobSyntax.EndOfSet(glob) is not { } end)
            return Fold(glob[0]) == Fold(letter);
        length = end + 1;
        var isNegated = glob[1] is '!' or '^';
        return IsInSet(glob[(isNegated ? 2 : 1)..end], letter) != isNegated;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char letter)
    {
        for (var i = 0; i < set.Length;)
        {
            var first = GlobEscapes.NextOfSet(set, ref i);
            var last = first;
            if (i + 1 < set.Length && set[i] == '-')
            {
                i++;
                last = GlobEscapes.NextOfSet(set, ref i);
            }
            if (IsBetween(letter, first, last) || IsBetween(char.ToLowerInvariant(letter), first, last)
                || IsBetween(Fold(letter), first, last))
                return true;
        }
        return false;
    }

    private static bool IsBetween(char letter, char first, char last) => letter >= first && letter <= last;

    private static char Fold(char letter) => char.ToUpperInvariant(letter);
}
