namespace Clip.Catalog.Words;

/// <summary>
/// Words that some write with hyphens and others without: e-mail and email, T-shirt and tshirt. Texts are stored, and
/// queries looked up, in both spellings.
/// </summary>
internal static class HyphenatedWords
{
    /// <summary>
    /// The words between hyphens written without them: each two that follow each other, as only these may be meant in
    /// red-T-shirt, and all together.
    /// </summary>
    /// <param name="runs">The runs of a text in order.</param>
    public static IEnumerable<string> Joined(IReadOnlyList<WordRun> runs)
    {
        for (var first = 0; first < runs.Count;)
        {
            var end = first + 1;
            for (; end < runs.Count && runs[end].HyphenatesLettersOf(runs[end - 1]); end++)
            {
                if (Join(runs, end - 1, end + 1) is { } two)
                    yield return two;
            }
            if (end - first > 2 && Join(runs, first, end) is { } all)
                yield return all;
            first = end;
        }
    }

    /// <summary>The runs as one token; null where that is too long for a word.</summary>
    private static string? Join(IReadOnlyList<WordRun> runs, int first, int end)
    {
        var length = 0;
        for (var i = first; i < end && length <= WordSplitter.MaxTokenLength; i++)
            length += runs[i].Parts.Sum(static part => part.Length);
        return length <= WordSplitter.MaxTokenLength
            ? string.Concat(Enumerable.Range(first, end - first).SelectMany(i => runs[i].Parts))
            : null;
    }
}
