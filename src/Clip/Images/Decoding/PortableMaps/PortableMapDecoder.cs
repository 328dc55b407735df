using System.Buffers.Binary;

namespace Clip.Images.Decoding.PortableMaps;

/// <summary>
/// Decodes portable bitmaps, graymaps and pixmaps (Netpbm's PBM, PGM and PPM), binary and plain. Samples become 8 bits
/// as in Pillow. Stateless and thread-safe.
/// </summary>
internal sealed class PortableMapDecoder : IPictureDecoder
{
    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.PortableAnyMap };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var map = PortableMapHeader.Read(picture);
        return new PictureHeader(map.Width, map.Height, 0, map.Channels);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var map = PortableMapHeader.Read(picture);
        if (picture.Data.Length - map.Start < map.ShortestLength)
            throw picture.CutOff();
        var deadline = new DecodingDeadline(options, cancellationToken);
        var pixels = new NativePixels(
            picture, map.Width, map.Height, map.Channels == 3 ? PixelFormat.Rgb : PixelFormat.Gray);
        try
        {
            if (map.IsPlain)
                ReadText(picture, map, pixels, deadline);
            else
                ReadRows(picture, map, pixels, deadline);
            return pixels.TakeOver(exifOrientation: 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static void ReadRows(
        PictureData picture, PortableMapHeader map, NativePixels pixels, DecodingDeadline deadline)
    {
        var bytes = Bytes(map);
        for (var y = 0; y < map.Height; y++)
        {
            deadline.ThrowIfOver(picture, y);
            var row = picture.Data.Slice((int)(map.Start + (y * map.Stride)), (int)map.Stride);
            var target = pixels.Row(y);
            for (var i = 0; i < target.Length; i++)
            {
                var sample = map.IsBitmap ? (row[i >> 3] >> (7 - (i & 7))) & 1
                    : map.Largest > 255 ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..])
                    : row[i];
                target[i] = bytes[Math.Min(sample, map.Largest)];
            }
        }
    }

    private static void ReadText(
        PictureData picture, PortableMapHeader map, NativePixels pixels, DecodingDeadline deadline)
    {
        var bytes = Bytes(map);
        var words = new PortableMapWords(picture.Data[map.Start..]);
        for (var y = 0; y < map.Height; y++)
        {
            deadline.ThrowIfOver(picture, y);
            foreach (ref var target in pixels.Row(y))
            {
                int sample;
                if (map.IsBitmap)
                    sample = words.NextCharacter() - '0'; // bits need no space between them
                else if (!words.TryNext(out sample))
                    sample = -1;
                if (sample < 0 && words.NextCharacter() == 0)
                    throw picture.CutOff();
                if ((uint)sample > map.Largest)
                    throw picture.Damaged("a sample is no number up to the largest one");
                target = bytes[sample];
            }
        }
    }

    /// <summary>
    /// The byte of each sample. As in Pillow, colors and gray of up to 255 steps are scaled to 255, gray of more steps
    /// to 16 bits, of which the high byte counts; halves are rounded to even numbers.
    /// </summary>
    private static byte[] Bytes(PortableMapHeader map)
    {
        if (map.IsBitmap)
            return [255, 0];
        var bytes = new byte[map.Largest + 1];
        for (var sample = 0; sample < bytes.Length; sample++)
        {
            var share = sample / (double)map.Largest;
            bytes[sample] = map.Channels == 1 && map.Largest > 255
                ? (byte)((int)Math.Round(share * 65535) >> 8)
                : (byte)Math.Round(share * 255);
        }

        return bytes;
    }
}
