namespace Clip;

/// <summary>
/// What one picture may cost. Pictures are untrusted: the limits are checked against the file's header before any pixel
/// is decoded.
/// </summary>
public sealed record PictureLimits
{
    /// <summary>The default limits.</summary>
    public static PictureLimits Default { get; } = new();

    /// <summary>The largest file that is read, in bytes; at least 1.</summary>
    public long MaxFileBytes { get; init => field = AtLeastOne(value); } = 1L << 30;

    /// <summary>The largest product of width and height, in pixels; at least 1.</summary>
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
    /// The largest memory for one picture's decoded pixels and its decoder's working memory (WebP, JPEG 2000 and JPEG
    /// XL need several times as much as the pixels), in bytes; at least 1.
    /// </summary>
    public long MaxDecodedBytes { get; init => field = AtLeastOne(value); } = 2L << 30;

    /// <summary>
    /// The longest time that decoding a large picture may take; more than zero. The decoders of JPEG, PNG and TIFF are
    /// stopped at once, the others only where they report progress; those take seconds at most for as many pixels as
    /// are allowed.
    /// </summary>
    public TimeSpan MaxTime
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be more than zero");
    } = TimeSpan.FromSeconds(60);

    /// <summary>The longest edge that any decoder is asked for, whatever the limits of a picture.</summary>
    internal const int LargestEdge = 1_000_000;

    private static long AtLeastOne(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
