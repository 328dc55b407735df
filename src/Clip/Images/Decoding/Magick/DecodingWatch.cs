using System.Diagnostics;
using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Ends a decoder's data when it takes too long or is cancelled, and notices when the data ended too early. For large
/// pictures, decoders that read incrementally (<see cref="ReadsIncrementally"/>) are stopped at any time, the others
/// where they report progress; small pictures are bounded by the limits on size.
/// </summary>
/// <param name="address">The whole file in memory, which must stay there while this stream is used.</param>
/// <param name="length">The file's length.</param>
/// <param name="limit">The longest time that decoding may take.</param>
/// <param name="cancellationToken">Stops the decoding.</param>
internal sealed unsafe class DecodingWatch(
    nint address, long length, TimeSpan limit, CancellationToken cancellationToken) : Stream
{
    /// <summary>The number of pixels from which a decoder is watched.</summary>
    internal const long LargePixels = 4_000_000;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Whether the data was ended before the decoder finished.</summary>
    internal bool Stopped { get; private set; }

    /// <summary>Whether a decoder invented missing pixels; the other decoders report an error instead.</summary>
    internal bool IsCutOff { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>Whether a decoder requests data while it decodes, in pieces large enough for a call each.</summary>
    internal static bool ReadsIncrementally(PictureKind kind) =>
        kind is PictureKind.Jpeg or PictureKind.Tiff or PictureKind.BigTiff;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (MustStop())
            return 0;
        var count = (int)Math.Clamp(length - Position, 0, buffer.Length);
        new ReadOnlySpan<byte>((byte*)address + Position, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => length,
        };
        return Position = Math.Clamp(target, 0, length);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Stops a decoder that reports its progress, if it must stop.</summary>
    internal void OnProgress(object? sender, ProgressEventArgs e) => e.Cancel |= MustStop();

    private bool MustStop() =>
        Stopped |= cancellationToken.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) > limit;

    /// <summary>Notices the warnings that mean missing data.</summary>
    internal void OnWarning(object? sender, WarningEventArgs e)
    {
        IsCutOff |= MeansMissingData(e.Exception);

        static bool MeansMissingData(MagickException warning) =>
            warning.Message.Contains("Premature end of JPEG file", StringComparison.Ordinal)
            || warning.RelatedExceptions.Any(MeansMissingData);
    }
}
