using System.Collections;

namespace Clip.VectorData.Records;

/// <summary>
/// Compares kept values with each other and with those of filters: texts by their code units, numbers by their value
/// whatever their types, arrays by their elements.
/// </summary>
internal static class KeptValues
{
    /// <summary>An order of the values of one property, with none first.</summary>
    /// <exception cref="NotSupportedException">The values have no order.</exception>
    public static IComparer<object?> Order { get; } = Comparer<object?>.Create(static (left, right) =>
        left is null || right is null
            ? (left is null ? 0 : 1) - (right is null ? 0 : 1)
            : Compare(left, right) ?? throw new NotSupportedException(
                $"Values of type {left.GetType().Name} have no order."));

    public static bool AreEqual(object? left, object? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left is not string && left is IEnumerable some && right is IEnumerable others)
        {
            return some.Cast<object?>().SequenceEqual(
                others.Cast<object?>(), EqualityComparer<object?>.Create(AreEqual, static _ => 0));
        }
        return left.Equals(right) || Compare(left, right) == 0;
    }

    /// <summary>Negative where the left is less; null where they cannot be compared.</summary>
    public static int? Compare(object left, object right)
    {
        if (left is string text)
            return right is string other ? string.CompareOrdinal(text, other) : null;
        if (left.GetType() == right.GetType())
            return left is IComparable comparable ? comparable.CompareTo(right) : null;
        if (!IsNumber(left) || !IsNumber(right))
            return null;
        // A decimal holds every integer; beside a floating-point number, its range may be too small.
        if (left is float or double || right is float or double)
        {
            var (a, b) = (Convert.ToDouble(left, null), Convert.ToDouble(right, null));
            return double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
        }
        return Convert.ToDecimal(left, null).CompareTo(Convert.ToDecimal(right, null));
    }

    private static bool IsNumber(object value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal;
}
