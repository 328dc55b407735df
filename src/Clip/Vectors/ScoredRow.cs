namespace Clip;

/// <summary>One answer of a scan.</summary>
/// <param name="Row">The row's number, from 0, in the order in which rows were added.</param>
/// <param name="Score">Dot product with the query: the cosine, for vectors of unit length.</param>
public readonly record struct ScoredRow(long Row, float Score) : IComparable<ScoredRow>
{
    /// <summary>
    /// Orders the better answer first: the higher score, and of equal scores the older row. No two rows compare as
    /// equal, so answers do not depend on the order in which rows are compared.
    /// </summary>
    public int CompareTo(ScoredRow other) =>
        Score > other.Score ? -1 : Score < other.Score ? 1 : Row.CompareTo(other.Row);

    /// <summary>Whether the left answer comes before the right one.</summary>
    public static bool operator <(ScoredRow left, ScoredRow right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left answer comes after the right one.</summary>
    public static bool operator >(ScoredRow left, ScoredRow right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left answer comes before the right one or is the same.</summary>
    public static bool operator <=(ScoredRow left, ScoredRow right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left answer comes after the right one or is the same.</summary>
    public static bool operator >=(ScoredRow left, ScoredRow right) => left.CompareTo(right) >= 0;
}
