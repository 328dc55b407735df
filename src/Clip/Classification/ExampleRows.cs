namespace Clip.Classification;

/// <summary>Examples as rows of numbers in double precision, each with its class.</summary>
/// <param name="values">The rows, one after another.</param>
/// <param name="dimensions">The length of a row.</param>
/// <param name="classes">The class of each row.</param>
/// <param name="classCount">How many classes there are; a subset may lack examples of some.</param>
internal sealed class ExampleRows(double[] values, int dimensions, int[] classes, int classCount)
{
    public int Count => classes.Length;

    public int Dimensions => dimensions;

    public int ClassCount => classCount;

    public IReadOnlyList<int> Classes => classes;

    public ReadOnlySpan<double> this[int row] => values.AsSpan(row * dimensions, dimensions);

    /// <summary>Some of the rows, in the order given.</summary>
    public ExampleRows Subset(IReadOnlyList<int> rows)
    {
        var some = new double[rows.Count * dimensions];
        for (var i = 0; i < rows.Count; i++)
            this[rows[i]].CopyTo(some.AsSpan(i * dimensions));
        return new ExampleRows(some, dimensions, [.. rows.Select(row => classes[row])], classCount);
    }
}
