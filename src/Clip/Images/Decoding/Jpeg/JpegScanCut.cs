namespace Clip.Images.Decoding.Jpeg;

/// <summary>
/// Leaves out scans of a progressive JPEG that do not matter where the picture is shrunk to an eighth while it is
/// decoded: each block of 8 × 8 pixels becomes its mean then, and the scans that refine the other coefficients are most
/// of the file. The pixels stay the same; where colors have fewer samples, single ones differ by a step or two.
/// </summary>
internal static class JpegScanCut
{
    /// <summary>The file without such scans; null where there are none, or too few to be worth it.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="file">Its structure.</param>
    /// <param name="shrink">By how much each edge is shrunk.</param>
    public static byte[]? Cut(ReadOnlySpan<byte> data, JpegFile file, int shrink)
    {
        if (!file.IsProgressive || shrink != 8)
            return null;
        // Without any other coefficient than the mean, the decoder would smooth the means, so that the first scan of
        // each stays.
        var dropped = file.Scans.Where(scan =>
            !scan.HasMeans && scan.IsRefinement && file.HasAllSamples(scan.Component)).ToList();
        var bytes = dropped.Sum(static scan => scan.End - scan.Start);
        if (bytes < data.Length / 20)
            return null;
        var result = new byte[data.Length - bytes];
        var (from, to) = (0, 0);
        foreach (var scan in dropped)
        {
            data[from..scan.Start].CopyTo(result.AsSpan(to));
            (from, to) = (scan.End, to + scan.Start - from);
        }
        data[from..].CopyTo(result.AsSpan(to));
        return result;
    }
}
