namespace Clip.Vectors;

/// <summary>
/// The best answers seen so far: a bounded heap with the worst of them on top, so that nearly every row is rejected by
/// one comparison.
/// </summary>
internal sealed class TopScores
{
    private const int UsualCapacity = 64;

    private int _capacity;
    private float _minScore;
    private ScoredRow[] _heap = new ScoredRow[UsualCapacity];
    private int _count;

    /// <summary>Whether the buffer is for unusually many answers.</summary>
    public bool IsLarge => _heap.Length > 16 * UsualCapacity;

    /// <summary>Removes the answers, so that the buffer is used for another query.</summary>
    /// <param name="capacity">The most answers.</param>
    /// <param name="minScore">Answers with a lower score are rejected.</param>
    public void Clear(int capacity, float minScore)
    {
        _capacity = capacity;
        _minScore = minScore;
        _count = 0;
    }

    /// <summary>Lower scores are rejected, whatever their row.</summary>
    public float Threshold => _count == _capacity ? _heap[0].Score : _minScore;

    /// <summary>Keeps the row if it is among the best. NaN never is.</summary>
    public void Offer(long row, float score)
    {
        if (_count == _capacity)
        {
            var candidate = new ScoredRow(row, score);
            if (score >= _heap[0].Score && candidate < _heap[0])
                SiftDown(candidate);
        }
        else if (score >= _minScore)
        {
            // A query may ask for everything: the buffer grows with the answers.
            if (_count == _heap.Length)
                Array.Resize(ref _heap, (int)Math.Min(_capacity, 2L * _count));
            SiftUp(new ScoredRow(row, score));
        }
    }

    /// <summary>Adds the answers of another heap.</summary>
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
