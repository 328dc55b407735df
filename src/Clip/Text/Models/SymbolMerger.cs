using System.Runtime.CompilerServices;
using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>
/// Merges the symbols of one word, lowest rank first and leftmost among equals. Short words are scanned for the next
/// merge; long words use a heap, so that a word of 100,000 characters takes n log n steps.
/// </summary>
internal sealed class SymbolMerger
{
    private const int MaxScannedLength = 48;
    private const int NoMerge = int.MaxValue;

    /// <summary>Arrays that a giant word has enlarged beyond this size are not kept.</summary>
    private const int MaxKeptSize = 1 << 16;

    [ThreadStatic]
    private static SymbolMerger? _ofThisThread;

    private readonly PriorityQueue<Candidate, long> _heap = new();
    private int[] _ids = new int[MaxScannedLength];
    private readonly int[] _ranks = new int[MaxScannedLength];
    private readonly int[] _merged = new int[MaxScannedLength];
    private SourceSpan[] _spans = [];
    private int[] _previous = [];
    private int[] _next = [];

    public static SymbolMerger ForThisThread => _ofThisThread ??= new SymbolMerger();

    public int Count { get; private set; }

    /// <summary>Whether the part of the word that each symbol stands for is recorded.</summary>
    public bool RecordsSpans { get; set; }

    public void Clear()
    {
        Count = 0;
        if (_ids.Length > MaxKeptSize)
            _ofThisThread = null;
    }

    /// <summary>Adds a symbol and the part of the word that it stands for.</summary>
    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
            Array.Resize(ref _ids, Count * 2);
        if (RecordsSpans)
        {
            if (_spans.Length < _ids.Length)
                Array.Resize(ref _spans, _ids.Length);
            _spans[Count] = new SourceSpan(start, end);
        }

        _ids[Count++] = id;
    }

    public void CopyTo(IdList ids)
    {
        if (!RecordsSpans)
        {
            ids.Add(_ids.AsSpan(0, Count));
            return;
        }

        for (var i = 0; i < Count; i++)
            ids.Add(_ids[i], _spans[i].Start, _spans[i].End);
    }

    public void Merge(MergeTable merges)
    {
        if (Count <= MaxScannedLength)
            MergeByScan(merges);
        else
            MergeByHeap(merges);
    }

    private void MergeByScan(MergeTable merges)
    {
        int[] ids = _ids, ranks = _ranks, merged = _merged;
        for (var i = 0; i + 1 < Count; i++)
            ranks[i] = RankOf(merges, i);
        while (Count > 1)
        {
            var (best, bestRank) = (-1, NoMerge);
            for (var i = 0; i + 1 < Count; i++)
            {
                if (ranks[i] < bestRank)
                    (best, bestRank) = (i, ranks[i]);
            }

            if (best < 0)
                return;
            ids[best] = merged[best];
            var moved = Count - best - 2;
            Array.Copy(ids, best + 2, ids, best + 1, moved);
            if (RecordsSpans)
            {
                JoinSpans(best, best + 1);
                Array.Copy(_spans, best + 2, _spans, best + 1, moved);
            }

            Array.Copy(ranks, best + 2, ranks, best + 1, moved);
            Array.Copy(merged, best + 2, merged, best + 1, moved);
            Count--;
            if (best + 1 < Count)
                ranks[best] = RankOf(merges, best);
            if (best > 0)
                ranks[best - 1] = RankOf(merges, best - 1);
        }
    }

    /// <summary>The rank of merging a symbol with the next; also stores the merged token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RankOf(MergeTable merges, int index) =>
        merges.TryFind(_ids[index], _ids[index + 1], out var rank, out _merged[index]) ? rank : NoMerge;

    private void MergeByHeap(MergeTable merges)
    {
        var count = Count;
        if (_next.Length < count)
        {
            _next = new int[_ids.Length];
            _previous = new int[_ids.Length];
        }

        _heap.Clear();
        for (var i = 0; i < count; i++)
        {
            _previous[i] = i - 1;
            _next[i] = i + 1 < count ? i + 1 : -1;
            Offer(merges, i, i + 1 < count ? i + 1 : -1);
        }

        while (_heap.TryDequeue(out var candidate, out var key))
        {
            // If a neighbor has changed since, the candidate is stale, and the heap has a newer one.
            var (left, right) = ((int)(uint)key, candidate.Right);
            if (_ids[left] != candidate.LeftId || _next[left] != right || _ids[right] != candidate.RightId)
                continue;
            _ids[left] = candidate.Merged;
            _ids[right] = -1;
            if (RecordsSpans)
                JoinSpans(left, right);
            var following = _next[right];
            _next[left] = following;
            if (following >= 0)
                _previous[following] = left;
            if (_previous[left] >= 0)
                Offer(merges, _previous[left], left);
            Offer(merges, left, following);
        }

        Count = 0;
        for (var i = 0; i >= 0; i = _next[i])
        {
            if (RecordsSpans)
                _spans[Count] = _spans[i];
            _ids[Count++] = _ids[i];
        }
    }

    private void JoinSpans(int left, int right) => _spans[left] = new SourceSpan(
        Math.Min(_spans[left].Start, _spans[right].Start), Math.Max(_spans[left].End, _spans[right].End));

    private void Offer(MergeTable merges, int left, int right)
    {
        if (right >= 0 && merges.TryFind(_ids[left], _ids[right], out var rank, out var merged))
            _heap.Enqueue(new Candidate(right, _ids[left], _ids[right], merged), (long)rank << 32 | (uint)left);
    }

    private readonly record struct Candidate(int Right, int LeftId, int RightId, int Merged);
}
