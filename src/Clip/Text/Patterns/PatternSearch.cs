namespace Clip.Text.Patterns;

/// <summary>
/// What the search through one text has cost, and the memory that it works in. Matchers inside a matcher, for assertions
/// and atomic groups, share both: each level of a hostile pattern may multiply their number.
/// </summary>
internal sealed class PatternSearch
{
    /// <summary>
    /// In what it costs to look at one code point of a run: a second or less in all, and more than a tokenizer's pattern
    /// needs for any text of the length.
    /// </summary>
    private const long LeastLimit = 150_000_000;

    private const long LimitPerByte = 1000;

    private const int CostOfSearch = 100;

    private readonly Stack<HashSet<long>> _idle = [];
    private long _left = LeastLimit;

    /// <summary>Begins to search a piece of the text.</summary>
    /// <param name="length">Its bytes.</param>
    public void Begin(int length)
    {
        _left += LimitPerByte * length;
        Spend(CostOfSearch);
    }

    /// <summary>Places to go back to, those of outer matchers below those of inner ones.</summary>
    public List<(int At, int Lowest, int Place)> Choices { get; } = [];

    /// <summary>Pays for some work.</summary>
    /// <exception cref="TokenizerException">The search has cost too much.</exception>
    public void Spend(int cost)
    {
        if ((_left -= cost) < 0)
            throw new TokenizerException("text", "takes too long to search for the tokenizer's pattern", "shorten it");
    }

    /// <summary>An empty set. It is given back when nobody needs it any more.</summary>
    public HashSet<long> TakeSet() => _idle.TryPop(out var set) ? set : [];

    /// <summary>Takes a set back.</summary>
    public void GiveBack(HashSet<long> set)
    {
        _left -= set.Capacity / 16;
        set.Clear();
        _idle.Push(set);
    }
}
