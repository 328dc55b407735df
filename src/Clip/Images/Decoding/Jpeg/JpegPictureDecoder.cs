namespace Clip.Images.Decoding.Jpeg;

/// <summary>
/// Decodes JPEG with the system's TurboJPEG library where there is one that gives the same pixels, and otherwise, like
/// every file that is unusual in any way, with another decoder. A progressive picture that is shrunk is decoded without
/// the scans that do not show then. Thread-safe.
/// </summary>
/// <param name="other">Reads headers, decodes the rest, and is what the library's pixels must equal.</param>
internal sealed class JpegPictureDecoder(IPictureDecoder other) : IPictureDecoder
{
    // Far below what any processor reaches.
    private const double SlowestPixelsPerSecond = 5e6;

    private readonly Lazy<TurboJpeg?> _library = new(() => TurboJpegCheck.Passed(TurboJpeg.TryLoad(), other));

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Jpeg };

    /// <summary>Whether the system's library is used.</summary>
    internal bool UsesLibrary => _library.Value is not null;

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => other.CanShrink(kind);

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture) => other.ReadHeader(picture);

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (JpegFile.TryRead(picture.Data) is not { } file
            || (file.Width, file.Height) != (header.Width, header.Height))
        {
            return other.Decode(picture, header, options, cancellationToken);
        }

        var cut = JpegScanCut.Cut(picture.Data, file, options.ShrinkFactor);
        var data = cut ?? picture.Data;
        if (_library.Value is { } library && EndsInTime(file, options.MaxTime)
            && library.Decode(picture, data, options.ShrinkFactor, header.ExifOrientation) is { } pixels)
        {
            return pixels;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (cut is not null)
        {
            try
            {
                return other.Decode(
                    new PictureData(cut, picture.Kind, picture.Name), header, options, cancellationToken);
            }
            catch (PictureException)
            {
                // What is wrong with the file is said of the whole file.
            }
        }
        return other.Decode(picture, header, options, cancellationToken);
    }

    /// <summary>The library cannot be stopped, so that it gets only what it has surely done within the time.</summary>
    private static bool EndsInTime(JpegFile file, TimeSpan maxTime) =>
        (double)file.Width * file.Height * Math.Max(1, file.Scans.Count) / SlowestPixelsPerSecond
        <= maxTime.TotalSeconds;
}
