using System.Linq.Expressions;
using Clip.VectorData.Records;

namespace Clip.VectorData.Filters;

/// <summary>The comparisons of C# on values of which each may be missing.</summary>
internal static class ValueComparison
{
    /// <summary>The comparison of an expression's kind; null for a kind that is none.</summary>
    public static Func<object?, object?, bool>? Of(ExpressionType type) => type switch
    {
        ExpressionType.Equal => KeptValues.AreEqual,
        ExpressionType.NotEqual => static (left, right) => !KeptValues.AreEqual(left, right),
        ExpressionType.LessThan => Ordered(static order => order < 0),
        ExpressionType.LessThanOrEqual => Ordered(static order => order <= 0),
        ExpressionType.GreaterThan => Ordered(static order => order > 0),
        ExpressionType.GreaterThanOrEqual => Ordered(static order => order >= 0),
        _ => null,
    };

    /// <summary>A missing value is neither less nor more than another.</summary>
    private static Func<object?, object?, bool> Ordered(Func<int, bool> test) => (left, right) =>
        left is not null && right is not null && KeptValues.Compare(left, right) is { } order && test(order);
}
