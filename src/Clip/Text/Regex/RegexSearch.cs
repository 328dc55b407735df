namespace Clip.Text.Regex;

/// <summary>
/// The budget and the working memory of the search through one text. The nested matchers of assertions and atomic
/// groups share both, because each level of a hostile pattern can multiply the number of matchers.
/// </summary>
internal sealed class RegexSearch
{
    /// <summary>
    /// The unit is the cost of testing one code point of a run. The budget lasts about a second, and exceeds what the
    /// pattern of any real tokenizer needs.
    /// </summary>
    private const long BaseBudget = 150_000_000;

    private const long BudgetPerByte = 1000;

    private const int SearchCost = 100;

    private readonly Stack<HashSet<long>> _idle = [];
    private long _budget = BaseBudget;

    /// <summary>Begins the search of a piece of the text.</summary>
    /// <param name="length">The length of the piece in bytes.</param>
    public void Begin(int length)
    {
        _budget += BudgetPerByte * length;
        Spend(SearchCost);
    }

    /// <summary>The backtracking stack; the choices of outer matchers lie below those of nested ones.</summary>
    public List<(int Instruction, int MinPosition, int Position)> Choices { get; } = [];

    /// <summary>Subtracts the cost of some work from the budget.</summary>
    /// <exception cref="TokenizerException">The budget is exhausted.</exception>
    public void Spend(int cost)
    {
        if ((_budget -= cost) < 0)
            throw new TokenizerException("text", "takes too long to search for the tokenizer's pattern", "shorten it");
    }

    /// <summary>Rents an empty set; <see cref="ReturnSet"/> takes it back.</summary>
    public HashSet<long> RentSet() => _idle.TryPop(out var set) ? set : [];

    /// <summary>Takes a rented set back.</summary>
    public void ReturnSet(HashSet<long> set)
    {
        _budget -= set.Capacity / 16;
        set.Clear();
        _idle.Push(set);
    }
}
