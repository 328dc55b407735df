using Clip.Images.Pixels;

namespace Clip.Images.Decoding;

/// <summary>
/// Runs a decoder on untrusted files: recognizes the kind, and checks the header against the limits and the file's
/// length before any pixel is decoded, which waits for its share of the memory. Thread-safe.
/// </summary>
internal sealed class GuardedDecoder(IPictureDecoder decoder, PictureLimits limits, MemoryBudget memory)
{
    /// <summary>
    /// How many times the target size a shrunk picture has at least: twice harms embeddings (cosine 0.99), three times
    /// does not.
    /// </summary>
    internal const int SafeMargin = 3;

    /// <summary>The size to which an upright picture will be resized.</summary>
    internal delegate (long Width, long Height) TargetSize(int width, int height);

    /// <summary>Decodes a file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The path or name for errors.</param>
    /// <param name="target">The size to shrink towards; null for an exact decode.</param>
    /// <param name="cancellationToken">Stops the decoding, and the wait for memory.</param>
    /// <param name="margin">How many times the target size a shrunk picture has at least.</param>
    /// <returns>The picture, with the memory that its pixels keep reserved.</returns>
    internal Picture Decode(
        ReadOnlySpan<byte> data, string name, TargetSize? target, CancellationToken cancellationToken,
        int margin = SafeMargin)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var picture = Recognize(data, name);
        var header = ReadHeader(picture, name);
        var (kind, width, height) = (picture.Kind, header.Width, header.Height);

        var shrink = target is not null && decoder.CanShrink(kind) ? ShrinkFactor(header, target, margin) : 1;
        var needed = DecodingMemory.Estimate(picture, header, shrink);
        if (memory.Refuses(data.Length + needed))
            throw PictureErrors.BeyondBudget(name, data.Length + needed, memory.Bytes);
        var reserved = memory.ReservePixels(needed, cancellationToken);
        try
        {
            var pixels = decoder.Decode(picture, header, new DecodeOptions(shrink, limits.MaxTime), cancellationToken);
            reserved.ShrinkTo(pixels.Buffer.Stride * pixels.Buffer.Height);
            return new Picture(kind, width, height, pixels, reserved);
        }
        catch
        {
            reserved.Dispose();
            throw;
        }
    }

    /// <summary>The size of an upright picture and its kind, without decoding any pixel.</summary>
    internal (int Width, int Height, PictureKind Kind) ReadSize(ReadOnlySpan<byte> data, string name)
    {
        var picture = Recognize(data, name);
        var header = ReadHeader(picture, name);
        return Orientation.FromExif(header.ExifOrientation).Transposed
            ? (header.Height, header.Width, picture.Kind)
            : (header.Width, header.Height, picture.Kind);
    }

    private PictureData Recognize(ReadOnlySpan<byte> data, string name)
    {
        if (data.IsEmpty)
            throw PictureErrors.Empty(name);
        var kind = PictureSniffer.Sniff(data) ?? throw PictureErrors.NotAPicture(name, data);
        return decoder.Kinds.Contains(kind)
            ? new PictureData(data, kind, name)
            : throw PictureErrors.KindNotDecoded(name, kind);
    }

    /// <summary>Reads a header and checks it against the limits and the file's length.</summary>
    private PictureHeader ReadHeader(PictureData picture, string name)
    {
        var header = decoder.ReadHeader(picture);
        if (header.Width < 1 || header.Height < 1)
            throw picture.Damaged("it has no pixels");
        ThrowIfBeyondLimits(name, header);
        return PlausibleSize.Fits(picture.Kind, picture.Data.Length, (long)header.Width * header.Height)
            ? header
            : throw picture.CutOff();
    }

    private void ThrowIfBeyondLimits(string name, PictureHeader header)
    {
        var (width, height) = (header.Width, header.Height);
        if ((long)width * height > limits.MaxPixels)
            throw PictureErrors.TooManyPixels(name, width, height, limits.MaxPixels);
        if (Math.Max(width, height) > limits.MaxEdge)
            throw PictureErrors.EdgeTooLong(name, width, height, limits.MaxEdge);
        var bytes = (long)width * height * header.BytesPerPixel;
        if (bytes > limits.MaxDecodedBytes)
            throw PictureErrors.TooMuchMemory(name, width, height, bytes, limits.MaxDecodedBytes);
    }

    /// <summary>The power of two by which a decoder may shrink.</summary>
    private static int ShrinkFactor(PictureHeader header, TargetSize target, int margin)
    {
        var (width, height) = (header.Width, header.Height);
        long x, y;
        if (Orientation.FromExif(header.ExifOrientation).Transposed)
            (y, x) = target(height, width);
        else
            (x, y) = target(width, height);
        var factor = 8;
        while (factor > 1 && (width < factor * margin * x || height < factor * margin * y))
            factor /= 2;
        return factor;
    }
}
