using System.Buffers.Binary;

namespace Clip.Tests.Images.Gif;

/// <summary>Writes GIF files of one frame, with or without compression.</summary>
internal sealed record GifBuilder(int CanvasWidth, int CanvasHeight)
{
    private const int Bits = 2; // of an index
    private const int Clear = 1 << Bits;

    /// <summary>Three bytes per color: none, 2 or 4 colors.</summary>
    internal byte[] Palette { get; init; } = [];

    internal byte[] FramePalette { get; init; } = [];

    internal int? Transparent { get; init; }

    internal bool IsInterlaced { get; init; }

    internal byte[] BetweenBlocks { get; init; } = [];

    /// <summary>Writes the file, whose indexes are in the order of the file.</summary>
    internal byte[] Build(int x, int y, int width, int height, params byte[] indexes)
    {
        List<byte> file =
            [.. "GIF89a"u8, .. Number(CanvasWidth), .. Number(CanvasHeight), Flags(Palette), 0, 0, .. Palette];
        if (Transparent is { } index)
            file.AddRange([0x21, 0xF9, 4, 1, 0, 0, (byte)index, 0]);
        file.AddRange(BetweenBlocks);
        file.AddRange([0x2C, .. Number(x), .. Number(y), .. Number(width), .. Number(height)]);
        file.AddRange([(byte)(Flags(FramePalette) | (IsInterlaced ? 0x40 : 0)), .. FramePalette, Bits]);
        foreach (var block in Codes(indexes).Chunk(7)) // short blocks, which codes reach across
            file.AddRange([(byte)block.Length, .. block]);
        file.AddRange([0, 0x3B]);
        return [.. file];
    }

    /// <summary>Compresses as every writer does, so that codes grow and refer to pieces that are being read.</summary>
    private static List<byte> Codes(byte[] indexes)
    {
        Dictionary<string, int> table = [];
        var (width, next) = (Bits + 1, Clear + 2);
        var (bits, count) = (0, 0);
        List<byte> bytes = [];
        Write(Clear);
        var piece = "";
        foreach (var index in indexes)
        {
            var longer = piece + (char)index;
            if (longer.Length == 1 || table.ContainsKey(longer))
            {
                piece = longer;
                continue;
            }

            Write(Code(piece));
            table[longer] = next++;
            if (next > (1 << width) && width < 12)
                width++;
            piece = $"{(char)index}";
        }

        if (piece.Length > 0)
            Write(Code(piece));
        Write(Clear + 1);
        bytes.Add((byte)bits);
        return bytes;

        int Code(string text) => text.Length == 1 ? text[0] : table[text];

        void Write(int code)
        {
            bits |= code << count;
            for (count += width; count >= 8; count -= 8, bits >>= 8)
                bytes.Add((byte)bits);
        }
    }

    private static byte Flags(byte[] palette) => palette.Length switch
    {
        0 => 0,
        6 => 0x80,
        _ => 0x81,
    };

    private static byte[] Number(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
