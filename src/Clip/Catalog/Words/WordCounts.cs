namespace Clip.Catalog.Words;

/// <summary>
/// In how many files the words of a query occur, over all indexes that are searched together: how much a word tells
/// depends on the whole collection, however many indexes it is kept in.
/// </summary>
internal sealed class WordCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The number of files.</summary>
    public long Files { get; private set; }

    /// <summary>In how many of them a term of the query occurs.</summary>
    public long Of(WordTerm term) => _counts.GetValueOrDefault(term.Match);

    /// <summary>Adds the files of an index.</summary>
    /// <param name="table">The words of its files.</param>
    /// <param name="text">The query.</param>
    public void Add(IWordTable table, string text)
    {
        Files += table.FileCount;
        var terms = new Stack<WordTerm>(WordQuery.Parse(text));
        HashSet<string> counted = new(StringComparer.Ordinal);
        while (terms.TryPop(out var term))
        {
            if (!counted.Add(term.Match))
                continue;
            _counts[term.Match] = Of(term) + table.CountFilesWith(term);
            foreach (var part in term.Parts)
                terms.Push(part);
        }
    }
}
