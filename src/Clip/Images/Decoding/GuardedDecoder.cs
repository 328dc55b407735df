using Clip.Images.Pixels;

namespace Clip.Images.Decoding;

/// <summary>
/// Runs a decoder on untrusted files: recognizes the kind, and checks the header against the limits and the file's
/// length before any pixel is decoded, which waits for its share of the memory. Thread-safe.
/// </summary>
internal sealed class GuardedDecoder(IPictureDecoder decoder, PictureLimits limits, MemoryBudget memory)
{
    /// <summary>The size to which an upright picture will be resized.</summary>
    internal delegate (long Width, long Height) TargetSize(int width, int height);

    /// <summary>Decodes a file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The path or name for errors.</param>
    /// <param name="target">The size to shrink towards; null for an exact decode.</param>
    /// <param name="cancellationToken">Stops the decoding, and the wait for memory.</param>
    /// <returns>The picture, with the memory that its pixels keep reserved.</returns>
    internal Picture Decode(
        ReadOnlySpan<byte> data, string name, TargetSize? target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (data.IsEmpty)
            throw PictureErrors.Empty(name);
        var kind = PictureSniffer.Sniff(data) ?? throw PictureErrors.NotAPicture(name, data);
        if (!decoder.Kinds.Contains(kind))
            throw PictureErrors.KindNotDecoded(name, kind);

        var picture = new PictureData(data, kind, name);
        var header = decoder.ReadHeader(picture);
        var (width, height) = (header.Width, header.Height);
        if (width < 1 || height < 1)
            throw picture.Damaged("it has no pixels");
        ThrowIfBeyondLimits(name, header);
        if (!PlausibleSize.Fits(kind, data.Length, (long)width * height))
            throw picture.CutOff();

        var shrink = target is not null && decoder.CanShrink(kind) ? ShrinkFactor(header, target) : 1;
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

    /// <summary>The power of two by which a decoder may shrink without harm to embeddings.</summary>
    private static int ShrinkFactor(PictureHeader header, TargetSize target)
    {
        const int margin = 3; // twice the target size harms embeddings (cosine 0.99), three times does not
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
