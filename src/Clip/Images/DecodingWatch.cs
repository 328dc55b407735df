using System.Diagnostics;
using ImageMagick;

namespace Clip.Images;

/// <summary>
/// Looks over a decoder's shoulder: ends its data when it takes too long or is no longer wanted, and notices when the
/// data ended too early by themselves. Of large pictures, decoders that read as they go (<see cref="ReadsAsItGoes"/>) are
/// stopped at any time, the others where they report progress; small pictures are bounded by the limits on size.
/// </summary>
/// <param name="address">The whole file in memory, which stays where it is while this stream is used.</param>
/// <param name="length">Its length.</param>
/// <param name="limit">The longest that decoding may take.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed unsafe class DecodingWatch(nint address, long length, TimeSpan limit, CancellationToken cancellation) : Stream
{
    /// <summary>From how many pixels on a decoder is watched.</summary>
    internal const long Large = 4_000_000;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Whether the data were ended.</summary>
    internal bool Stopped { get; private set; }

    /// <summary>Whether a decoder that makes up missing pixels had to: the others report an error.</summary>
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

    /// <summary>Whether a decoder asks for data while it decodes, in pieces worth a call each.</summary>
    internal static bool ReadsAsItGoes(MagickFormat format) =>
        format is MagickFormat.Jpeg or MagickFormat.Png or MagickFormat.Tiff or MagickFormat.Tiff64;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (IsOver())
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

    /// <summary>Lets a decoder that reports its progress go on, or not.</summary>
    internal void Continue(object? sender, ProgressEventArgs e) => e.Cancel |= IsOver();

    private bool IsOver() => Stopped |= cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) > limit;

    /// <summary>Takes note of a decoder's warning.</summary>
    internal void Listen(object? sender, WarningEventArgs e)
    {
        IsCutOff |= Says(e.Exception);

        static bool Says(MagickException warning) =>
            warning.Message.Contains("Premature end of JPEG file", StringComparison.Ordinal) || warning.RelatedExceptions.Any(Says);
    }
}
