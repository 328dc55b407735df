using System.Buffers.Binary;

namespace Clip.Tests.Images.TiffPages;

/// <summary>Writes TIFF files of one page, in strips or tiles, together or in planes.</summary>
internal sealed record TiffBuilder
{
    private const int HeaderLength = 8;

    private readonly SortedDictionary<int, int[]> _fields = [];

    internal required int Width { get; init; }

    internal required int Height { get; init; }

    internal required int Bits { get; init; }

    internal required int Photometric { get; init; }

    internal int Samples { get; init; } = 1;

    internal bool IsLittleEndian { get; init; } = true;

    internal int Compression { get; init; } = 1;

    internal int NextPage { get; init; }

    /// <summary>Sets a field that is not set by the properties.</summary>
    internal TiffBuilder With(int tag, params int[] values)
    {
        _fields[tag] = values;
        return this;
    }

    /// <summary>Writes the file; the blocks are those of a tile or strip each.</summary>
    internal byte[] Build(int rowsPerBlock, params byte[][] blocks)
    {
        var isTiled = _fields.ContainsKey(322);
        (_fields[256], _fields[257], _fields[277]) = ([Width], [Height], [Samples]);
        (_fields[258], _fields[259], _fields[262]) =
            ([.. Enumerable.Repeat(Bits, Samples)], [Compression], [Photometric]);
        var offset = HeaderLength;
        var offsets = new int[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
            (offsets[i], offset) = (offset, offset + blocks[i].Length);
        _fields[isTiled ? 324 : 273] = offsets;
        _fields[isTiled ? 325 : 279] = [.. blocks.Select(block => block.Length)];
        if (!isTiled)
            _fields[278] = [rowsPerBlock];

        var output = new List<byte>([.. IsLittleEndian ? "II*\0"u8 : "MM\0*"u8, .. Number(offset, 4)]);
        foreach (var block in blocks)
            output.AddRange(block);
        var behind = offset + 2 + (12 * _fields.Count) + 4;
        List<byte> values = [];
        output.AddRange(Number(_fields.Count, 2));
        foreach (var (tag, numbers) in _fields)
        {
            output.AddRange([.. Number(tag, 2), .. Number(4, 2), .. Number(numbers.Length, 4)]);
            output.AddRange(numbers.Length == 1 ? Number(numbers[0], 4) : Number(behind + values.Count, 4));
            if (numbers.Length > 1)
                values.AddRange(numbers.SelectMany(number => Number(number, 4)));
        }

        output.AddRange(Number(NextPage, 4));
        output.AddRange(values);
        return [.. output];
    }

    /// <summary>Packs samples of up to 64 bits into bytes, row by row.</summary>
    internal byte[] Pack(int samplesPerRow, params long[] samples)
    {
        List<byte> packed = [];
        foreach (var row in samples.Chunk(samplesPerRow))
        {
            if (Bits > 8 && Bits % 8 == 0)
            {
                packed.AddRange(row.SelectMany(sample => Number(sample, Bits / 8)));
                continue;
            }

            var bits = string.Concat(row.Select(sample => Convert.ToString(sample, 2).PadLeft(Bits, '0')));
            packed.AddRange(bits.Chunk(8).Select(part => Convert.ToByte(new string(part).PadRight(8, '0'), 2)));
        }

        return [.. packed];
    }

    private byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var number = bytes[..size];
        if (!IsLittleEndian)
            Array.Reverse(number);
        return number;
    }
}
