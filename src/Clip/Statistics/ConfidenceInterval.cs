namespace Clip;

/// <summary>An interval that holds the true value with a stated confidence, 95 % unless said otherwise.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Normal95 = 1.959963984540054;

    /// <summary>
    /// The 95 % interval of a proportion by Wilson's score method without continuity correction; null of nothing.
    /// </summary>
    /// <param name="right">How many had the property.</param>
    /// <param name="of">Of how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is negative, or more have the property than there are.
    /// </exception>
    public static ConfidenceInterval? OfProportion(long right, long of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, of);
        if (of == 0)
            return null;
        const double z2 = Normal95 * Normal95;
        var share = (double)right / of;
        var center = (share + z2 / (2.0 * of)) / (1 + z2 / of);
        var half = Normal95 / (1 + z2 / of) * Math.Sqrt(share * (1 - share) / of + z2 / (4.0 * of * of));
        // At the ends, rounding could leave a trace of what is 0 or 1.
        return new ConfidenceInterval(
            right == 0 ? 0 : Math.Max(0, center - half), right == of ? 1 : Math.Min(1, center + half));
    }
}
