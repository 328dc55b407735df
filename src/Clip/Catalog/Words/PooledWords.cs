namespace Clip.Catalog.Words;

/// <summary>
/// The words of one of several indexes that are searched together, scored as in one index with all files, so that their
/// scores can be compared.
/// </summary>
/// <param name="own">The words of the index.</param>
/// <param name="all">How many files of all indexes have the words of the query.</param>
internal sealed class PooledWords(IWordTable own, WordCounts all) : IWordTable
{
    /// <summary>What SQLite's full-text search takes for a word that more than half of the files have.</summary>
    private const double Least = 1e-6;

    public long FileCount => all.Files;

    public long CountFilesWith(WordTerm term) => all.Of(term);

    public IEnumerable<(long File, double Score)> FilesWith(WordTerm term)
    {
        var ratio = Weight(all.Of(term), all.Files) / Weight(own.CountFilesWith(term), own.FileCount);
        return own.FilesWith(term).Select(file => (file.File, file.Score * ratio));
    }

    public IEnumerable<(int At, long Entry, string Path)> ReadPlaces(IEnumerable<long> files) => own.ReadPlaces(files);

    /// <summary>BM25's inverse document frequency, by which a score is multiplied.</summary>
    private static double Weight(long count, long files) =>
        Math.Max(Least, Math.Log((files - count + 0.5) / (count + 0.5)));
}
