using System.Buffers.Binary;
using Clip.Images.Tiff;

namespace Clip.Images.Decoding;

/// <summary>
/// Estimates the memory that decoding a picture takes at its peak: the pixels, and what decoders keep besides, as
/// measured with ImageMagick's. Other decoders hardly need more.
/// </summary>
internal static class DecodingMemory
{
    /// <summary>The bytes for a whole picture.</summary>
    /// <param name="picture">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="shrink">By how much the decoder shrinks each edge.</param>
    public static long Estimate(PictureData picture, PictureHeader header, int shrink)
    {
        var pixels = (double)header.Width * header.Height;
        var perPixel = Math.Max(PerPixel(picture, header.Height), header.BytesPerPixel);
        var bytes = picture.Kind == PictureKind.Jpeg
            ? pixels * (perPixel / ((double)shrink * shrink) + JpegCoefficientBytes(picture.Data))
            : pixels * perPixel;
        const double rows = 1.03; // rows, tiles and tables
        const long atLeast = 1 << 20;
        return atLeast + (long)Math.Min(bytes * rows, long.MaxValue / 2);
    }

    private static double PerPixel(PictureData picture, int height) => picture.Kind switch
    {
        PictureKind.Png => PngBytes(picture.Data),
        PictureKind.Tiff or PictureKind.BigTiff => TiffBytesPerPixel(picture.Data, height),
        PictureKind.WebP => 8.2,
        PictureKind.Gif => 4.1,
        PictureKind.Bmp => 8,
        PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream => 16,
        PictureKind.Avif or PictureKind.Heic => 16,
        PictureKind.CameraRaw => 20,
        _ => 3,
    };

    /// <summary>
    /// A progressive JPEG is in memory as coefficients of 16 bits, whatever its pixels are shrunk to. 0 for any other.
    /// </summary>
    private static double JpegCoefficientBytes(ReadOnlySpan<byte> data)
    {
        const int maxSegments = 1024;
        data = data[Math.Min(2, data.Length)..];
        for (var segment = 0; segment < maxSegments; segment++)
        {
            var marker = data.IndexOfAnyExcept((byte)0xFF);
            if (marker < 0 || data.Length < marker + 3)
                return 0;
            var kind = data[marker];
            var content = data[(marker + 1)..];
            // The frame header: C4, C8 and CC in its range are something else; C2, C6, CA and CE are progressive.
            if (kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (kind & 3) == 2 ? SamplesPerPixel(content) * sizeof(short) : 0;
            var length = BinaryPrimitives.ReadUInt16BigEndian(content);
            if (length < 2 || length > content.Length)
                return 0;
            data = content[length..];
        }
        return 0;
    }

    /// <summary>The samples of all components by pixel: 3 for full color, 1.5 with halved color.</summary>
    private static double SamplesPerPixel(ReadOnlySpan<byte> frame)
    {
        const int mostComponents = 4;
        if (frame.Length < 8 || frame[7] is 0 or > mostComponents || frame.Length < 8 + 3 * frame[7])
            return mostComponents;
        var (most, sum) = (1, 0);
        for (var i = 0; i < frame[7]; i++)
        {
            var factors = frame[9 + 3 * i];
            var samples = Math.Max(1, (factors >> 4) * (factors & 15));
            most = Math.Max(most, samples);
            sum += samples;
        }
        return (double)sum / most;
    }

    private static double PngBytes(ReadOnlySpan<byte> data)
    {
        if (data.Length < 29)
            return 4;
        var (depth, color, isInterlaced) = (data[24], data[25], data[28] != 0);
        var channels = color switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
        var pixels = color switch { 0 or 2 => 3.1, 3 => 5, _ => 7.1 }; // a palette has indices, alpha is added
        return isInterlaced ? pixels + channels * Math.Max(1, depth / 8.0) : pixels;
    }

    private static double TiffBytesPerPixel(ReadOnlySpan<byte> data, int height)
    {
        const TiffTag bitsPerSample = (TiffTag)258, samples = (TiffTag)277, rowsPerStrip = (TiffTag)278,
            tileWidth = (TiffTag)322;
        var (bits, channels, rows, isTiled) = (8L, 3L, (long)int.MaxValue, false);
        if (TiffBytes.TryOpen(data, out var tiff))
        {
            var directory = new TiffDirectory(tiff, tiff.FirstDirectory, maxFields: ushort.MaxValue);
            for (var field = 0; field < directory.Count; field++)
            {
                switch (directory.Tag(field))
                {
                    case bitsPerSample:
                        bits = Math.Clamp(directory.Number(field), 1, 64);
                        break;
                    case samples:
                        channels = Math.Clamp(directory.Number(field), 1, 8);
                        break;
                    case rowsPerStrip when directory.Number(field) is > 0 and var number:
                        rows = number;
                        break;
                    case tileWidth:
                        isTiled = true;
                        break;
                }
            }
        }

        var pixel = Math.Max(channels, 3);
        var stored = channels * Math.Max(1, bits / 8.0);
        if (isTiled)
            return pixel + stored + 2;
        return rows < height / 8 ? pixel + 0.3 : pixel + stored + 4.1; // a strip is in memory as a whole
    }
}
