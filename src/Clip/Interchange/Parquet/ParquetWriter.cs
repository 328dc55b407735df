using System.Buffers.Binary;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Parquet;

/// <summary>
/// Writes vectors as Parquet: columns of required values without compression, which every reader of the format knows.
/// </summary>
internal static class ParquetWriter
{
    /// <summary>Rows whose pages are in memory at the same time.</summary>
    private const int GroupRows = 4096;

    private const int Utf8 = 0;
    private const int List = 3;

    public static IReadOnlyList<string> Write(string path, IEnumerable<VectorRow> rows, int dimensions, string? model)
    {
        using var file = new OutputFile(path);
        file.Try(() =>
        {
            file.Stream.Write("PAR1"u8);
            List<ParquetGroup> groups = [];
            foreach (var group in rows.Chunk(GroupRows))
                groups.Add(ParquetGroup.Write(file.Stream, group));
            var footer = Footer(groups, model);
            file.Stream.Write(footer);
            var length = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)footer.Length);
            file.Stream.Write(length);
            file.Stream.Write("PAR1"u8);
            return true;
        });
        file.Complete();
        return [path];
    }

    private static byte[] Footer(List<ParquetGroup> groups, string? model)
    {
        var thrift = new ThriftWriter();
        thrift.Begin();
        thrift.Number(1, 2);
        thrift.List(2, 8, 12);
        Group(thrift, "schema", repetition: null, children: 3, converted: null);
        Leaf(thrift, "path", PhysicalType.ByteArray, isText: true);
        Group(thrift, "captions", repetition: 0, children: 1, List);
        Group(thrift, "list", repetition: 2, children: 1, converted: null);
        Leaf(thrift, "element", PhysicalType.ByteArray, isText: true);
        Group(thrift, "embedding", repetition: 0, children: 1, List);
        Group(thrift, "list", repetition: 2, children: 1, converted: null);
        Leaf(thrift, "element", PhysicalType.Float, isText: false);
        thrift.Number(3, groups.Sum(static group => (long)group.Rows), is64: true);
        thrift.List(4, groups.Count, 12);
        foreach (var group in groups)
            group.Describe(thrift);
        if (model is not null)
        {
            thrift.List(5, 1, 12);
            thrift.Begin();
            thrift.Text(1, "model");
            thrift.Text(2, model);
            thrift.End();
        }

        thrift.Text(6, "clip");
        thrift.End();
        return thrift.ToArray();
    }

    private static void Group(ThriftWriter thrift, string name, int? repetition, int children, int? converted)
    {
        thrift.Begin();
        if (repetition is { } kind)
            thrift.Number(3, kind);
        thrift.Text(4, name);
        thrift.Number(5, children);
        if (converted is { } type)
            thrift.Number(6, type);
        thrift.End();
    }

    private static void Leaf(ThriftWriter thrift, string name, PhysicalType type, bool isText)
    {
        thrift.Begin();
        thrift.Number(1, (long)type);
        thrift.Number(3, 0);
        thrift.Text(4, name);
        if (isText)
            thrift.Number(6, Utf8);
        thrift.End();
    }
}
