namespace Clip.Classification;

/// <summary>
/// Finds from the examples how near to a class mean a picture must be to belong to the class: with each example left
/// out of its own class, its cosine with that is what a picture of the class reaches, and its largest cosine with
/// another class what a stranger reaches.
/// </summary>
internal static class StrangerThreshold
{
    /// <summary>
    /// The cosine at which as few as possible of both are judged wrongly: the smallest maximum of the share of own
    /// cosines below and of others at or above it. It lies half way to the next lower cosine, so that it is none
    /// itself.
    /// </summary>
    /// <param name="leftOut">The cosines of <see cref="NearestMean.LeaveOneOut"/>.</param>
    /// <param name="classes">The class of each example.</param>
    public static double OfEqualError(double[][] leftOut, IReadOnlyList<int> classes)
    {
        var own = Own(leftOut, classes);
        var others = Others(leftOut, classes);
        double[] all = [.. own.Concat(others).Order()];
        var (best, at) = (double.PositiveInfinity, 0);
        for (var i = 0; i < all.Length; i++)
        {
            // Of equal values only the first: all of them fall on the same side.
            if (i > 0 && all[i] == all[i - 1])
                continue;
            var error = Math.Max(
                (double)CountBelow(own, all[i]) / Math.Max(1, own.Length),
                (double)(others.Length - CountBelow(others, all[i])) / others.Length);
            if (error < best)
                (best, at) = (error, i);
        }
        // With one example per class there is nothing but others: what is nearer than all of them is known.
        if (own.Length == 0)
            return Math.BitIncrement(others[^1]);
        return at == 0 ? all[0] : (all[at] + all[at - 1]) / 2;
    }

    /// <summary>The cosines of the examples with their own class, in ascending order.</summary>
    public static double[] Own(double[][] leftOut, IReadOnlyList<int> classes) =>
    [
        .. leftOut.Select((cosines, i) => cosines[classes[i]]).Where(static value => !double.IsNaN(value)).Order(),
    ];

    /// <summary>The largest cosine of each example with another class, in ascending order.</summary>
    public static double[] Others(double[][] leftOut, IReadOnlyList<int> classes) =>
    [
        .. leftOut.Select((cosines, i) => cosines.Where((_, k) => k != classes[i]).Max()).Order(),
    ];

    private static int CountBelow(double[] sorted, double value)
    {
        var at = Array.BinarySearch(sorted, value);
        if (at < 0)
            return ~at;
        while (at > 0 && sorted[at - 1] == value)
            at--;
        return at;
    }
}
