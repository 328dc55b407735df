namespace Clip.Vectors;

/// <summary>Counts the vectors that a scan of codes compared itself.</summary>
internal sealed class ScanWork
{
    /// <summary>Comparisons of a vector with a query.</summary>
    public long Compared { get; private set; }

    public void Add(long compared) => Compared += compared;
}
