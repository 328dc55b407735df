using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Clip.Files;

namespace Clip.Models.Onnx.Editing;

/// <summary>A weight of a graph that is being changed. Field numbers are those of TensorProto.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Content">The whole weight as the file has it; its data may be in another file.</param>
internal sealed record EditedTensor(
    string Name, OnnxElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Content)
{
    // ONNX Runtime reads small weights while it infers shapes, so that they have to lie in the graph.
    private const int LeastInPlace = 1024;

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, static (product, size) => product * size);

    /// <summary>Reads a weight without its data.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static EditedTensor Read(ReadOnlySpan<byte> content)
    {
        var (name, type, shape) = ReadHead(content);
        return new EditedTensor(name, type, shape, content.ToArray());
    }

    private static (string Name, OnnxElementType Type, List<long> Shape) ReadHead(ReadOnlySpan<byte> content)
    {
        var name = "";
        var type = (OnnxElementType)0;
        List<long> shape = [];
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 1 }: fields.ReadIntegers(shape); break;
                case { Field: 2, WireType: 0 }: type = (OnnxElementType)fields.ReadVarint(); break;
                case { Field: OnnxFields.TensorName, WireType: 2 }: name = fields.ReadText(); break;
                default: fields.Skip(); break;
            }
        }
        var most = long.MaxValue;
        foreach (var size in shape)
        {
            if (size < 0 || size > most)
                throw new InvalidDataException("a weight of negative or endless size");
            most /= Math.Max(1, size);
        }
        return (name, type, shape);
    }

    /// <summary>Reads a weight whose data, if it is large, stays in the file that the graph is read from.</summary>
    /// <param name="content">The weight, a part of <paramref name="model"/>.</param>
    /// <param name="model">The whole content of the file.</param>
    /// <param name="file">The file's name.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static EditedTensor ReadInPlace(ReadOnlySpan<byte> content, ReadOnlySpan<byte> model, string file)
    {
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            if (fields is not { Field: 9, WireType: 2 })
            {
                fields.Skip();
                continue;
            }
            var data = fields.ReadBytes();
            if (data.Length < LeastInPlace)
                break;
            var offset = Unsafe.ByteOffset(
                ref MemoryMarshal.GetReference(model), ref MemoryMarshal.GetReference(data));
            var (name, type, shape) = ReadHead(content);
            return In(name, type, shape, file, offset, data.Length);
        }
        return Read(content);
    }

    /// <summary>A weight with its data inside the graph.</summary>
    public static EditedTensor Of<T>(string name, OnnxElementType type, IReadOnlyList<long> shape, T[] data)
        where T : unmanaged =>
        new(name, type, shape, ProtobufWriter.Message(writer =>
        {
            WriteHead(writer, name, type, shape);
            writer.Bytes(9, MemoryMarshal.AsBytes<T>(data));
        }));

    /// <summary>A weight with its data in another file.</summary>
    public static EditedTensor In(
        string name, OnnxElementType type, IReadOnlyList<long> shape, string location, long offset, long length) =>
        new(name, type, shape, ProtobufWriter.Message(writer =>
        {
            WriteHead(writer, name, type, shape);
            Entry(writer, "location", location);
            Entry(writer, "offset", offset.ToString(CultureInfo.InvariantCulture));
            Entry(writer, "length", length.ToString(CultureInfo.InvariantCulture));
            writer.Integer(14, 1);
        }));

    /// <summary>The data as 32-bit floating point.</summary>
    /// <param name="folder">The folder of the file that the data may be in.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of another type than 16 or 32 bits.</exception>
    public float[] Floats(string folder)
    {
        byte[] data = [];
        List<float>? listed = null;
        List<long> bits = [];
        string location = "";
        long offset = 0, length = 0;
        var fields = new ProtobufReader(Content.Span);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 4, WireType: 2 }:
                    (listed ??= []).AddRange(MemoryMarshal.Cast<byte, float>(fields.ReadBytes()));
                    break;
                case { Field: 5 }: fields.ReadIntegers(bits); break; // of 16-bit floating point
                case { Field: 9, WireType: 2 }: data = fields.ReadBytes().ToArray(); break;
                case { Field: OnnxFields.TensorExternalData, WireType: 2 }:
                    var (key, value) = OnnxGraphReader.ParseEntry(fields.ReadBytes());
                    if (key == "location")
                        location = value;
                    else if (key == "offset")
                        offset = OnnxGraphReader.ParseCount(value);
                    else if (key == "length")
                        length = OnnxGraphReader.ParseCount(value);
                    break;
                default: fields.Skip(); break;
            }
        }
        if (location.Length > 0)
            data = ReadFile(Path.Combine(folder, location), offset, length);
        var floats = Type switch
        {
            OnnxElementType.Float when listed is not null => [.. listed],
            OnnxElementType.Float => MemoryMarshal.Cast<byte, float>(data).ToArray(),
            OnnxElementType.Float16 when bits.Count > 0 =>
                [.. bits.Select(static number => (float)BitConverter.UInt16BitsToHalf((ushort)number))],
            OnnxElementType.Float16 => Array.ConvertAll(
                MemoryMarshal.Cast<byte, Half>(data).ToArray(), static half => (float)half),
            _ => throw new InvalidDataException($"weights of type {Type}"),
        };
        return floats.Length == Count
            ? floats
            : throw new InvalidDataException($"{floats.Length:N0} numbers in a weight of {Count:N0}");
    }

    /// <summary>The data as 64-bit integers, which lie in the graph; empty for other types.</summary>
    public IReadOnlyList<long> Integers()
    {
        List<long> integers = [];
        if (Type != OnnxElementType.Int64)
            return integers;
        var fields = new ProtobufReader(Content.Span);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 7 }: fields.ReadIntegers(integers); break;
                case { Field: 9, WireType: 2 }:
                    integers.AddRange(MemoryMarshal.Cast<byte, long>(fields.ReadBytes()));
                    break;
                default: fields.Skip(); break;
            }
        }
        return integers;
    }

    private static byte[] ReadFile(string path, long offset, long length)
    {
        using var file = File.OpenHandle(path);
        if (length > RandomAccess.GetLength(file) - offset || length > Array.MaxLength)
            throw new InvalidDataException("a weight beyond the end of its file");
        var data = new byte[length];
        WholeFile.Fill(file, data, offset);
        return data;
    }

    private static void WriteHead(
        ProtobufWriter writer, string name, OnnxElementType type, IReadOnlyList<long> shape)
    {
        foreach (var size in shape)
            writer.Integer(1, size);
        writer.Integer(2, (long)type);
        writer.Text(OnnxFields.TensorName, name);
    }

    private static void Entry(ProtobufWriter writer, string key, string value) =>
        writer.Bytes(OnnxFields.TensorExternalData, ProtobufWriter.Message(entry =>
        {
            entry.Text(1, key);
            entry.Text(2, value);
        }));
}
