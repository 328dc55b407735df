namespace Clip.Vectors;

/// <summary>
/// The best answers seen so far: a bounded heap with the worst of them on top, so that nearly every row is turned away
/// by one comparison.
/// </summary>
internal sealed class TopScores
{
    private const int UsualCount = 64;

    private int _capacity;
    private float _leastScore;
    private ScoredRow[] _heap = new ScoredRow[UsualCount];
    private int _count;

    /// <summary>Whether there is room for many more answers than are usual.</summary>
    public bool IsLarge => _heap.Length > 16 * UsualCount;

    /// <summary>Forgets the answers; the same memory serves another query.</summary>
    /// <param name="capacity">How many answers are kept at most.</param>
    /// <param name="leastScore">Answers below this score are turned away.</param>
    public void Clear(int capacity, float leastScore)
    {
        _capacity = capacity;
        _leastScore = leastScore;
        _count = 0;
    }

    /// <summary>Scores below this are turned away, whatever their row.</summary>
    public float Threshold => _count == _capacity ? _heap[0].Score : _leastScore;


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
            // Someone may ask for everything; memory is taken as answers come.
            if (_count == _heap.Length)
                Array.Resize(ref _heap, (int)Math.Min(_capacity, 2L * _count));
            SiftUp(new ScoredRow(row, score));
        }
    }

    /// <summary>Keeps of another's answers what is among the best of both.</summary>
    public void OfferAll(TopScores other)
    {
        foreach (var (row, score) in other._heap.AsSpan(0, other._count))
            Offer(row, score);
    }

    /// <summary>The answers, best first.</summary>
    public ScoredRow[] Ordered()
    {
        var ordered = _heap.AsSpan(0, _count).ToArray();
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
