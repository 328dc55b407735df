using System.Buffers.Binary;

namespace Clip.Images.Decoding.Bmp;

/// <summary>The header of a Windows or OS/2 bitmap.</summary>
internal readonly record struct BitmapHeader
{
    private const int FileHeader = 14;

    /// <summary>The width, in pixels.</summary>
    internal int Width { get; private init; }

    /// <summary>The height, in pixels.</summary>
    internal int Height { get; init; }

    /// <summary>Whether the first stored row is the topmost.</summary>
    internal bool IsTopDown { get; private init; }

    /// <summary>The bits per pixel.</summary>
    internal int Bits { get; private init; }

    /// <summary>How the pixels are stored.</summary>
    internal BitmapCompression Compression { get; private init; }

    /// <summary>Where the palette starts.</summary>
    internal int PaletteStart { get; private init; }

    /// <summary>The bytes of a palette's color.</summary>
    internal int PaletteEntry { get; private init; }

    /// <summary>The number of colors in the palette.</summary>
    internal int PaletteLength { get; private init; }

    /// <summary>Where the pixels start.</summary>
    internal int PixelStart { get; private init; }

    /// <summary>The bits of red, green, blue and alpha in a pixel of 16, 24 or 32 bits.</summary>
    internal (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    /// <summary>The bytes of a stored row that is not compressed.</summary>
    internal int Stride => (int)((((long)Width * Bits) + 31) / 32 * 4);

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It is damaged, or of a kind that is not supported.</exception>
    internal static BitmapHeader Read(PictureData picture)
    {
        var data = picture.Data;
        var hasFileHeader = data.StartsWith("BM"u8);
        var start = hasFileHeader ? FileHeader : 0;
        if (data.Length < start + 12)
            throw picture.CutOff();
        var pixelStart = hasFileHeader ? BinaryPrimitives.ReadUInt32LittleEndian(data[10..]) : 0;
        var rest = data[start..];
        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (size > rest.Length)
            throw picture.CutOff();
        var isCore = size == 12; // OS/2 1.x
        var isOs2 = size is 16 or 64; // OS/2 2.x; others between them are, too, unless Windows uses them
        var width = isCore ? UInt16(rest, 4) : Int32(rest, 4);
        var height = isCore ? UInt16(rest, 6) : Int32(rest, 8);
        var bits = UInt16(rest, isCore ? 10 : 14);
        if (width < 0 || height == int.MinValue)
            throw picture.Damaged("the header is invalid");
        var fields = rest[..(int)size]; // short headers of OS/2 end anywhere, and what they lack is 0
        var compression = Known(picture, Int32(fields, 16), bits, isOs2);
        var hasMasks = compression == BitmapCompression.Masks;
        var masksBehind = hasMasks && size == 40 ? (Int32(fields, 16) == 6 ? 16 : 12) : 0;
        var paletteStart = start + (int)size + masksBehind;
        var (entry, used) = (isCore ? 3 : 4, (uint)Int32(fields, 32));
        var most = bits <= 8 ? 1 << bits : 0;
        // A palette that the header does not count ends where the pixels start.
        var palette = used == 0 ? most : (int)Math.Min(used, 1 << 16);
        if (!hasFileHeader || pixelStart < paletteStart)
            pixelStart = (uint)Math.Min(int.MaxValue, paletteStart + ((long)palette * entry));
        return new BitmapHeader
        {
            Width = width,
            Height = Math.Abs(height),
            IsTopDown = height < 0,
            Bits = bits,
            Compression = compression,
            PaletteStart = paletteStart,
            PaletteEntry = entry,
            PaletteLength = Math.Min(palette, most),
            PixelStart = (int)Math.Min(pixelStart, (uint)data.Length),
            Masks = hasMasks
                ? MasksAt(rest, size >= 56 || masksBehind == 16)
                : bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0xFF0000u, 0xFF00u, 0xFFu, 0u),
        };
    }

    private static BitmapCompression Known(PictureData picture, int stored, int bits, bool isOs2)
    {
        var known = (stored, bits) switch
        {
            (0, 1 or 2 or 4 or 8 or 16 or 24 or 32) => BitmapCompression.None,
            (1, 8) => BitmapCompression.RunLength8,
            (2, 4) => BitmapCompression.RunLength4,
            (4, 24) when isOs2 => BitmapCompression.RunLength24,
            (3 or 6, 16 or 32) => // in OS/2's header, too, as Pillow reads it
                BitmapCompression.Masks,
            _ => (BitmapCompression?)null,
        };
        return known ?? (stored, bits) switch
        {
            (3, 1) when isOs2 => throw picture.Unsupported("Huffman compression"),
            (4 or 5, _) => throw picture.Unsupported("a JPEG or PNG picture for a printer"),
            _ => throw picture.Damaged("the header is invalid"),
        };
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) MasksAt(ReadOnlySpan<byte> rest, bool hasAlpha) => (
        (uint)Int32(rest, 40),
        (uint)Int32(rest, 44),
        (uint)Int32(rest, 48),
        hasAlpha ? (uint)Int32(rest, 52) : 0);

    private static int Int32(ReadOnlySpan<byte> data, int at) =>
        data.Length >= at + 4 ? BinaryPrimitives.ReadInt32LittleEndian(data[at..]) : 0;

    private static int UInt16(ReadOnlySpan<byte> data, int at) =>
        data.Length >= at + 2 ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : 0;
}

/// <summary>How a bitmap's pixels are stored.</summary>
internal enum BitmapCompression
{
    None,
    RunLength8,
    RunLength4,
    RunLength24,

    /// <summary>Not compressed, with bit masks for the channels.</summary>
    Masks,
}
