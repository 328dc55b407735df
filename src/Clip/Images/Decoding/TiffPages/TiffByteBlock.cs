using System.Buffers.Binary;
using Clip.Images.Tiff;

namespace Clip.Images.Decoding.TiffPages;

/// <summary>
/// Decompresses a block with libtiff, which knows more compressions: the block becomes a file of its own whose pixels
/// are the bytes of the block.
/// </summary>
internal static class TiffByteBlock
{
    private const int HeaderLength = 8;

    /// <summary>Decompresses a block.</summary>
    /// <param name="picture">The file that has the block.</param>
    /// <param name="page">The page that has the block.</param>
    /// <param name="data">The compressed block.</param>
    /// <param name="tiff">Decodes the file that the block becomes.</param>
    /// <param name="deadline">Stops the decoding.</param>
    /// <param name="block">Receives the bytes.</param>
    /// <exception cref="PictureException">
    /// The block is cut off or damaged, or libtiff was built without the compression.
    /// </exception>
    internal static void Decompress(
        PictureData picture,
        TiffPage page,
        ReadOnlySpan<byte> data,
        IPictureDecoder tiff,
        DecodingDeadline deadline,
        Span<byte> block)
    {
        if (data.IsEmpty)
            throw picture.CutOff();
        var (width, height) = ((int)page.RowLength, (int)(block.Length / page.RowLength));
        var file = new PictureData(
            File(data, page.Compression, page.IsBitReversed, width, height), PictureKind.Tiff, picture.Name);
        var header = new PictureHeader(width, height, 0, 1);
        using var pixels = tiff.Decode(file, header, deadline.Rest, deadline.Cancellation);
        var source = pixels.Buffer;
        if (source.Layout.Format != PixelFormat.Gray || source.Width != width || source.Height != height)
            throw picture.Damaged("the compressed data is invalid");
        for (var y = 0; y < height; y++)
        {
            var row = source.Row(y);
            var target = block[(y * width)..];
            for (var x = 0; x < width; x++)
                target[x] = row[x * source.Layout.Channels];
        }
    }

    private static byte[] File(ReadOnlySpan<byte> data, int compression, bool isBitReversed, int width, int height)
    {
        ReadOnlySpan<(TiffTag Tag, int Value)> fields =
        [
            (TiffTag.ImageWidth, width),
            (TiffTag.ImageLength, height),
            (TiffTag.BitsPerSample, 8),
            (TiffTag.Compression, compression),
            (TiffTag.PhotometricInterpretation, TiffPhotometric.BlackIsZero),
            (TiffTag.FillOrder, isBitReversed ? 2 : 1),
            (TiffTag.StripOffsets, HeaderLength),
            (TiffTag.SamplesPerPixel, 1),
            (TiffTag.RowsPerStrip, height),
            (TiffTag.StripByteCounts, data.Length),
        ];
        var directory = (HeaderLength + data.Length + 1) & ~1;
        var file = new byte[directory + 2 + (12 * fields.Length) + 4];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), directory);
        data.CopyTo(file.AsSpan(HeaderLength));
        var rest = file.AsSpan(directory);
        BinaryPrimitives.WriteInt16LittleEndian(rest, (short)fields.Length);
        rest = rest[2..];
        foreach (var (tag, value) in fields)
        {
            BinaryPrimitives.WriteInt16LittleEndian(rest, (short)tag);
            BinaryPrimitives.WriteInt16LittleEndian(rest[2..], (short)TiffType.Long);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], value);
            rest = rest[12..];
        }

        return file;
    }
}
