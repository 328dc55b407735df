namespace Clip.Vectors;

/// <summary>How much of the vectors a scan over their codes had to look at after all.</summary>
internal sealed class ScanWork
{
    /// <summary>Comparisons of a vector with a query.</summary>
    public long Compared { get; private set; }

    public void Add(long compared) => Compared += compared;
}
