using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Parquet;

/// <summary>A row group that has been written: a page for each of its columns.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">What the footer says of the columns.</param>
internal sealed record ParquetGroup(int Rows, IReadOnlyList<ParquetGroup.Chunk> Columns)
{
    private static readonly string[] PathColumn = ["path"];
    private static readonly string[] CaptionColumn = ["captions", "list", "element"];
    private static readonly string[] VectorColumn = ["embedding", "list", "element"];

    /// <summary>A column of the group.</summary>
    internal sealed record Chunk(string[] Path, PhysicalType Type, long Values, long Start, long Bytes);

    /// <summary>Writes a group.</summary>
    public static ParquetGroup Write(FileStream stream, VectorRow[] rows)
    {
        using var paths = new MemoryStream();
        foreach (var row in rows)
            WriteText(paths, row.Id);

        using var captions = new MemoryStream();
        List<(int Repetition, int Definition)> levels = [];
        foreach (var row in rows)
        {
            if (row.Captions.Count == 0)
                levels.Add((0, 0));
            for (var i = 0; i < row.Captions.Count; i++)
            {
                levels.Add((i == 0 ? 0 : 1, 1));
                WriteText(captions, row.Captions[i]);
            }
        }

        using var vectors = new MemoryStream();
        List<(int Repetition, int Definition)> vectorLevels = [];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Vector.Length; i++)
                vectorLevels.Add((i == 0 ? 0 : 1, 1));
            FloatBytes.Write(vectors, row.Vector.Span);
        }

        return new ParquetGroup(rows.Length,
        [
            WriteChunk(stream, PathColumn, PhysicalType.ByteArray, rows.Length, [], paths),
            WriteChunk(stream, CaptionColumn, PhysicalType.ByteArray, levels.Count, levels, captions),
            WriteChunk(stream, VectorColumn, PhysicalType.Float, vectorLevels.Count, vectorLevels, vectors),
        ]);
    }

    /// <summary>Writes what the footer says of the group.</summary>
    public void Describe(ThriftWriter thrift)
    {
        thrift.Begin();
        thrift.List(1, Columns.Count, 12);
        foreach (var column in Columns)
        {
            thrift.Begin();
            thrift.Number(2, column.Start, is64: true);
            thrift.Begin(3);
            thrift.Number(1, (long)column.Type);
            thrift.List(2, 2, 5);
            thrift.NumberItem(0); // plain values
            thrift.NumberItem(3); // levels as runs
            thrift.List(3, column.Path.Length, 8);
            foreach (var name in column.Path)
                thrift.TextItem(name);
            thrift.Number(4, 0);
            thrift.Number(5, column.Values, is64: true);
            thrift.Number(6, column.Bytes, is64: true);
            thrift.Number(7, column.Bytes, is64: true);
            thrift.Number(9, column.Start, is64: true);
            thrift.End();
            thrift.End();
        }

        thrift.Number(2, Columns.Sum(static column => column.Bytes), is64: true);
        thrift.Number(3, Rows, is64: true);
        thrift.End();
    }

    private static Chunk WriteChunk(
        FileStream stream, string[] path, PhysicalType type, int count, List<(int Repetition, int Definition)> levels,
        MemoryStream values)
    {
        List<byte> before = [];
        if (levels.Count > 0)
        {
            before.AddRange(Levels(levels.ConvertAll(static level => level.Repetition)));
            before.AddRange(Levels(levels.ConvertAll(static level => level.Definition)));
        }

        var length = before.Count + values.Length;
        var header = new ThriftWriter();
        header.Begin();
        header.Number(1, 0);
        header.Number(2, length);
        header.Number(3, length);
        header.Begin(5);
        header.Number(1, count);
        header.Number(2, 0);
        header.Number(3, 3);
        header.Number(4, 3);
        header.End();
        header.End();
        var start = stream.Position;
        stream.Write(header.ToArray());
        stream.Write(before.ToArray());
        values.WriteTo(stream);
        return new Chunk(path, type, count, start, stream.Position - start);
    }

    /// <summary>Levels of one bit as runs, after their length.</summary>
    private static byte[] Levels(List<int> levels)
    {
        List<byte> bytes = [0, 0, 0, 0];
        for (var i = 0; i < levels.Count;)
        {
            var end = i;
            while (end < levels.Count && levels[end] == levels[i])
                end++;
            for (var head = (uint)(end - i) << 1; ; head >>= 7)
            {
                bytes.Add((byte)(head < 0x80 ? head : head | 0x80));
                if (head < 0x80)
                    break;
            }

            bytes.Add((byte)levels[i]);
            i = end;
        }

        var result = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(result, (uint)(result.Length - 4));
        return result;
    }

    private static void WriteText(MemoryStream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }
}
