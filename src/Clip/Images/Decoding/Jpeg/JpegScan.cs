namespace Clip.Images.Decoding.Jpeg;

/// <summary>One scan of a JPEG file: which part of which coefficients it holds, and where.</summary>
/// <param name="Start">Where its header begins, at the marker.</param>
/// <param name="End">Where its data ends, at the next marker.</param>
/// <param name="Components">A bit for each component of the frame, by its place there.</param>
/// <param name="First">The first coefficient, in zigzag order; 0 is the mean of a block.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="BitsBefore">The lowest bit that earlier scans have given; 0 in a first scan.</param>
/// <param name="BitsAfter">The lowest bit that this scan gives; 0 is the full precision.</param>
internal readonly record struct JpegScan(
    int Start, int End, int Components, int First, int Last, int BitsBefore, int BitsAfter)
{
    /// <summary>Whether the scan adds a bit to coefficients that earlier scans have begun.</summary>
    public bool IsRefinement => BitsBefore > 0;

    /// <summary>A bit for each coefficient.</summary>
    public ulong Band => (ulong.MaxValue >> (63 - Last)) & (ulong.MaxValue << First);
}
