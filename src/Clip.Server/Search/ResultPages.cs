using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>Where a page begins.</summary>
/// <param name="Offset">How many pictures the pages before it showed.</param>
/// <param name="Shown">Their keys; null where they are not known any more.</param>
/// <param name="Last">The last of them, or null.</param>
internal sealed record PageStart(int Offset, IReadOnlyList<ulong>? Shown, Candidate? Last)
{
    /// <summary>What a page beginning here may show, out of a whole ranking.</summary>
    /// <param name="ranking">All pictures, best first, as the index is now.</param>
    /// <param name="rank">What they are ranked by.</param>
    public List<Candidate> Rest(IReadOnlyList<Candidate> ranking, RankBy rank)
    {
        if (Shown is null)
            return [.. ranking.Skip(Offset)];
        var shown = Shown.ToHashSet();
        return
        [
            .. ranking.Where(picture => !shown.Contains(picture.Key) && (Last is null || picture.IsAfter(Last, rank))),
        ];
    }
}

/// <summary>
/// Remembers what the pages of a search have shown, so that the next ones neither repeat nor skip pictures while others
/// are indexed or removed. Limited in size; a search that is forgotten goes on by the number of pictures shown.
/// Thread-safe.
/// </summary>
internal sealed class ResultPages
{
    /// <summary>How many pictures the pages of a search show at most.</summary>
    public const int Deepest = 100_000;

    private const int MostSearches = 1000;
    private const int LongestToken = 80;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, LinkedListNode<PagedSearch>> _searches = [];
    private readonly LinkedList<PagedSearch> _newestFirst = [];
    private long _kept;

    /// <summary>The most that is kept, in keys of eight bytes.</summary>
    internal long MostKept { get; init; } = 4_000_000;

    /// <summary>What is kept at this moment, in keys.</summary>
    internal long Kept => Volatile.Read(ref _kept);

    /// <summary>Where a page begins.</summary>
    /// <param name="token">The token that came with the page before; null or empty for the first page.</param>
    /// <param name="search">Identifies the search.</param>
    /// <exception cref="RequestException">The token is none of this server's, or of another search.</exception>
    public PageStart Find(string? token, ulong search)
    {
        if (string.IsNullOrEmpty(token))
            return new PageStart(0, [], null);
        if (Parse(token) is not var (offset, ofSearch, id))
            throw RequestException.Invalid("page_token", "'page_token' is none that this server gave.");
        if (ofSearch != search)
            throw RequestException.Invalid("page_token", "'page_token' is of another search; repeat the same one.");
        lock (_turn)
        {
            if (!_searches.TryGetValue(id, out var node) || node.Value.Shown.Count < offset)
                return new PageStart(offset, null, null);
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            var known = node.Value;
            return new PageStart(offset, known.Shown.GetRange(0, offset), known.Ends.GetValueOrDefault(offset));
        }
    }

    /// <summary>The token of the page after another one.</summary>
    /// <param name="token">The token of that page; null or empty for the first.</param>
    /// <param name="search">Identifies the search.</param>
    /// <param name="before">The keys of what the pages before it showed.</param>
    /// <param name="page">What it shows.</param>
    public string Next(string? token, ulong search, IReadOnlyList<ulong> before, IReadOnlyList<Candidate> page)
    {
        ulong[] keys = [.. page.Select(static picture => picture.Key)];
        var end = before.Count + page.Count;
        lock (_turn)
        {
            var known = !string.IsNullOrEmpty(token) && Parse(token) is var (_, _, id)
                ? _searches.GetValueOrDefault(id)?.Value
                : null;
            // A page that is asked for again continues as before, unless it has become another one.
            var weight = known?.Weight ?? 0;
            if (known is null || !known.Continue(before, keys))
            {
                known = new PagedSearch(Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), [.. before, .. keys]);
                _searches[known.Id] = _newestFirst.AddFirst(known);
                weight = 0;
            }
            else if (known.Shown.Count == before.Count)
            {
                known.Shown.AddRange(keys);
            }
            known.Ends[end] = page[^1];
            _kept += known.Weight - weight;
            Forget();
            return Format(end, search, known.Id);
        }
    }

    private void Forget()
    {
        while ((_searches.Count > MostSearches || _kept > MostKept) && _newestFirst.Last is { } oldest)
        {
            _newestFirst.RemoveLast();
            _searches.Remove(oldest.Value.Id);
            _kept -= oldest.Value.Weight;
        }
    }

    private static string Format(int offset, ulong search, string id) => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{offset}.{search:x}.{id}")));

    private static (int Offset, ulong Search, string Id)? Parse(string token)
    {
        Span<byte> bytes = stackalloc byte[LongestToken];
        if (token.Length > LongestToken || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var length))
        {
            return null;
        }
        return Encoding.ASCII.GetString(bytes[..length]).Split('.') is [var offset, var search, var id]
            && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && start is > 0 and <= Deepest
            && ulong.TryParse(search, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ofSearch)
            ? (start, ofSearch, id)
            : null;
    }

    private sealed class PagedSearch(string id, List<ulong> shown)
    {
        // About half a kilobyte: the path, the caption, and what the index knows about the file.
        private const int WeightOfEnd = 64;

        public string Id => id;

        /// <summary>The keys of all pictures shown, in their order.</summary>
        public List<ulong> Shown => shown;

        /// <summary>The last picture of each page, by how many had been shown then.</summary>
        public Dictionary<int, Candidate> Ends { get; } = [];

        /// <summary>What it takes, in keys.</summary>
        public long Weight => shown.Count + ((long)WeightOfEnd * Ends.Count);

        /// <summary>Whether a page is the next one, or the one that was shown there before.</summary>
        public bool Continue(IReadOnlyList<ulong> before, ulong[] page) =>
            shown.Count >= before.Count && before.SequenceEqual(shown.Take(before.Count))
            && (shown.Count == before.Count || shown.Skip(before.Count).Take(page.Length).SequenceEqual(page));
    }
}
