namespace Clip.Images;

/// <summary>
/// What one picture may cost. Pictures are untrusted: the limits are checked against what the file's header claims,
/// before any pixel is decoded.
/// </summary>
public sealed record PictureLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static PictureLimits Default { get; } = new();

    /// <summary>The largest file that is read, in bytes; at least 1.</summary>
    public long MaxFileBytes { get; init => field = AtLeastOne(value); } = 1L << 30;

    /// <summary>The largest width times height, in pixels; at least 1.</summary>
    public long MaxPixels { get; init => field = AtLeastOne(value); } = 250_000_000;

    /// <summary>The largest width and the largest height, in pixels; 1 to 1,000,000.</summary>
    public int MaxEdge
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestEdge);
            field = (int)AtLeastOne(value);
        }
    } = 100_000;

    /// <summary>
    /// The largest memory for one picture's decoded pixels and what its decoder holds of them (WebP, JPEG 2000 and
    /// JPEG XL take several times as much), in bytes; at least 1.
    /// </summary>
    public long MaxDecodedBytes { get; init => field = AtLeastOne(value); } = 2L << 30;

    /// <summary>
    /// The longest that decoding a large picture may take; more than zero. The decoders of JPEG, PNG and TIFF are stopped at
    /// once, others only where they report progress; those take no more than seconds for as many pixels as are allowed.
    /// </summary>
    public TimeSpan MaxTime
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be more than zero");
    } = TimeSpan.FromSeconds(60);

    /// <summary>No decoder is asked for more than this, whatever the limits of a picture.</summary>
    internal const int LargestEdge = 1_000_000;

    private static long AtLeastOne(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
