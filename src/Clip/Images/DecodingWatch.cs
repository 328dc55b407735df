using System.Diagnostics;
using ImageMagick;

namespace Clip.Images;

/// <summary>
/// Looks over a decoder's shoulder: stops it, at the next row that it reports, when it takes too long or is no longer
/// wanted, and notices when the data ended too early. Decoders that report no rows (HEIC, AVIF, JPEG XL) are bounded by
/// the limit on pixels alone.
/// </summary>
internal sealed class DecodingWatch : IDisposable
{
    /// <summary>Reports cost a few microseconds a row, so small pictures, which take milliseconds, are not asked for them.</summary>
    private const long Small = 1_000_000;

    private readonly MagickImage _image;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellation;

    /// <summary>Begins to watch.</summary>
    /// <param name="image">The image, about to be read.</param>
    /// <param name="pixels">The number of its pixels.</param>
    /// <param name="limit">The longest that it may take.</param>
    /// <param name="cancellation">Stops it.</param>
    internal DecodingWatch(MagickImage image, long pixels, TimeSpan limit, CancellationToken cancellation)
    {
        (_image, _limit, _cancellation) = (image, limit, cancellation);
        _image.Warning += Listen;
        if (pixels >= Small)
            _image.Progress += Look;
    }

    /// <summary>Whether the decoder was stopped.</summary>
    internal bool Stopped { get; private set; }

    /// <summary>Whether a decoder that makes up missing pixels had to: the others report an error.</summary>
    internal bool IsCutOff { get; private set; }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _image.Warning -= Listen;
        _image.Progress -= Look;
    }

    private void Look(object? sender, ProgressEventArgs e)
    {
        if (_cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) > _limit)
            e.Cancel = Stopped = true;
    }

    private void Listen(object? sender, WarningEventArgs e)
    {
        IsCutOff |= Says(e.Exception);

        static bool Says(MagickException warning) =>
            warning.Message.Contains("Premature end of JPEG file", StringComparison.Ordinal) || warning.RelatedExceptions.Any(Says);
    }
}
