using Clip.Catalog.Words;

namespace Clip.Catalog.Reading;

/// <summary>Finds the pictures whose names, folders and captions have the words of a query.</summary>
/// <param name="table">The words of the files.</param>
internal sealed class WordMatches(IWordTable table)
{
    /// <summary>
    /// The share of a query's information that a file's words must hold. Otherwise each picture with "a" or "photo" in
    /// its caption would count as found.
    /// </summary>
    private const double LeastShare = 0.4;

    /// <summary>
    /// What a word that no file has counts, as a share of what the rarest would tell. With nothing, "Anna in Zanzibar"
    /// would find each "in" where nobody is named Anna; with all, no name would be found beside words that no caption
    /// has.
    /// </summary>
    private const double UnknownShare = 0.25;

    /// <summary>The same of a short word, which few captions need and most file names lack.</summary>
    private const double UnknownShortShare = 0.05;

    /// <summary>A word in more files than this, and in a quarter of all, says too little to be worth reading.</summary>
    private const long CommonFrom = 1000;

    private const int PageSize = 512;

    private readonly Dictionary<long, (double Score, double Share)> _files = [];

    /// <summary>The pictures, best first; of equal scores the one stored first.</summary>
    /// <param name="text">The query.</param>
    /// <param name="most">The most pictures to return.</param>
    /// <param name="isSearched">Whether a picture is searched.</param>
    /// <param name="allowsPath">Whether a path may be found.</param>
    public List<WordHit> Find(string text, int most, Predicate<long> isSearched, Func<string, bool> allowsPath)
    {
        var files = table.FileCount;
        var terms = WordQuery.Parse(text).SelectMany(term => WithCounts(term, isPart: false)).ToList();
        var telling = terms.Where(term => term.Count <= Math.Max(CommonFrom, files / 4)).ToList();
        if (!telling.Exists(static term => term.Count > 0))
            telling = terms;
        var all = telling.Sum(term => term switch
        {
            { Count: > 0 } => Weight(term.Count, files),
            // Only a guess at the parts of a word.
            { IsPart: true } => 0,
            { Term.IsShort: true } => UnknownShortShare * Weight(0, files),
            _ => UnknownShare * Weight(0, files),
        });
        foreach (var (term, count, _) in telling.Where(static term => term.Count > 0))
            Add(term, Weight(count, files) / all);
        return Places(most, isSearched, allowsPath);
    }

    /// <summary>A term with the number of its files, or its parts where it has none.</summary>
    private IEnumerable<(WordTerm Term, long Count, bool IsPart)> WithCounts(WordTerm term, bool isPart)
    {
        var count = table.CountFilesWith(term);
        return count == 0 && term.Parts.Count > 0
            ? term.Parts.SelectMany(part => WithCounts(part, isPart: true))
            : [(term, count, isPart)];
    }

    private void Add(WordTerm term, double share)
    {
        foreach (var (file, score) in table.FilesWith(term))
        {
            var (before, reached) = _files.GetValueOrDefault(file);
            _files[file] = (before + score, reached + share);
        }
    }

    private List<WordHit> Places(int most, Predicate<long> isSearched, Func<string, bool> allowsPath)
    {
        List<WordHit> hits = [];
        HashSet<long> seen = [];
        // BM25 favors short captions so much that they win with fewer of the words; the share makes up for that.
        var ranked = _files.Where(static file => file.Value.Share >= LeastShare)
            .Select(static file => (File: file.Key, Score: file.Value.Score * file.Value.Share))
            .OrderByDescending(static file => file.Score).ThenBy(static file => file.File);
        foreach (var page in ranked.Chunk(PageSize))
        {
            foreach (var (at, entry, path) in table.ReadPlaces(page.Select(static file => file.File)).ToList())
            {
                if (!isSearched(entry) || !allowsPath(path) || !seen.Add(entry))
                    continue;
                hits.Add(new WordHit(path, page[at].Score, entry));
                if (hits.Count == most)
                    return Ordered(hits);
            }
        }
        return Ordered(hits);
    }

    private static List<WordHit> Ordered(List<WordHit> hits) =>
        [.. hits.OrderByDescending(static hit => hit.Score).ThenBy(static hit => hit.Entry)];

    /// <summary>How much a word tells about a file: the rarer, the more (BM25's inverse document frequency).</summary>
    private static double Weight(long count, long files) =>
        Math.Log(1 + ((Math.Max(files, count) - count + 0.5) / (count + 0.5)));
}
