namespace Clip.Search;

/// <summary>
/// The best answers seen so far: a bounded heap with the worst of them on top, so that nearly every row is turned away
/// by one comparison.
/// </summary>
internal sealed class TopScores
{
    private readonly int _capacity;
    private readonly float _leastScore;
    private ScoredRow[] _heap;
    private int _count;

    /// <param name="capacity">How many answers are kept at most.</param>
    /// <param name="leastScore">Answers below this score are turned away.</param>
    public TopScores(int capacity, float leastScore)
    {
        _capacity = capacity;
        _leastScore = leastScore;
        // Someone may ask for everything; memory is taken as answers come.
        _heap = new ScoredRow[Math.Min(capacity, 64)];
    }

    /// <summary>Scores below this are turned away, whatever their row.</summary>
    public float Threshold => _count == _capacity ? _heap[0].Score : _leastScore;

    public ReadOnlySpan<ScoredRow> Unordered => _heap.AsSpan(0, _count);

    /// <summary>Keeps the row if it is among the best. A score that is not a number never is.</summary>
    public void Offer(long row, float score)
    {
        if (_count == _capacity)
        {
            var candidate = new ScoredRow(row, score);
            if (score >= _heap[0].Score && candidate < _heap[0])
                SiftDown(candidate);
        }
        else if (score >= _leastScore)
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, (int)Math.Min(_capacity, 2L * _count));
            SiftUp(new ScoredRow(row, score));
        }
    }

    /// <summary>The answers, best first.</summary>
    public ScoredRow[] Ordered()
    {
        var ordered = Unordered.ToArray();
        Array.Sort(ordered);
        return ordered;
    }

    private void SiftUp(ScoredRow added)
    {
        var at = _count++;
        while (at > 0 && added > _heap[(at - 1) / 2])
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        _heap[at] = added;
    }

    private void SiftDown(ScoredRow added)
    {
        var at = 0;
        while (2 * at + 1 < _count)
        {
            var child = 2 * at + 1;
            if (child + 1 < _count && _heap[child + 1] > _heap[child])
                child++;
            if (added >= _heap[child])
                break;
            _heap[at] = _heap[child];
            at = child;
        }
        _heap[at] = added;
    }
}
