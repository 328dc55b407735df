namespace Clip.Images.Decoding;

/// <summary>
/// The range of floating-point samples, which no file tells: 0 to 1 as in most pictures, which may be brighter in
/// places, 0 to 255 as Pillow takes them, or more. The mean tells which.
/// </summary>
internal struct FloatRange
{
    private double _sum;
    private double _largest;
    private long _count;

    /// <summary>What the samples are multiplied with to become 0 to 255.</summary>
    internal readonly double Scale => (_sum / Math.Max(1, _count)) switch
    {
        <= 1 => 255.999,
        _ when _largest < 256 => 1,
        _ when _largest < 65536 => 1 / 256.0,
        _ => 255.0 / _largest,
    };

    /// <summary>Takes a sample into account; one that is not finite says nothing.</summary>
    internal void Add(double sample)
    {
        if (!double.IsFinite(sample))
            return;
        _sum += Math.Max(0, sample);
        _largest = Math.Max(_largest, sample);
        _count++;
    }

    /// <summary>A scaled sample as a byte; 0 if it is not a number.</summary>
    internal static byte ToByte(double value) => value switch
    {
        >= 255 => 255,
        > 0 => (byte)value,
        _ => 0,
    };
}
