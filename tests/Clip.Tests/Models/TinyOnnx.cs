using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Clip.Models.Onnx;

namespace Clip.Tests.Models;

/// <summary>
/// Writes small ONNX graphs, so that each layout can be tested with the names, types and shapes of its real models and
/// with weights whose result is known. Field numbers are those of onnx.proto.
/// </summary>
internal sealed class TinyOnnx
{
    private readonly List<byte[]> _graph = [];

    /// <summary>A free dimension.</summary>
    public const long Free = -1;

    public TinyOnnx Input(string name, OnnxElementType type, params long[] shape) => Value(11, name, type, shape);

    public TinyOnnx Output(string name, OnnxElementType type, params long[] shape) => Value(12, name, type, shape);

    /// <summary>An input without a stated shape.</summary>
    public TinyOnnx ShapelessInput(string name, OnnxElementType type)
    {
        var value = Message(m =>
        {
            Text(m, 1, name);
            Bytes(m, 2, Message(t => Bytes(t, 1, Message(x => Varint(x, 1, (ulong)type)))));
        });
        Add(11, value);
        return this;
    }

    public TinyOnnx Weight(string name, long[] shape, params float[] values) =>
        Tensor(name, OnnxElementType.Float, shape, MemoryMarshal.AsBytes<float>(values));

    public TinyOnnx Halves(string name, long[] shape, params float[] values) =>
        Tensor(
            name, OnnxElementType.Float16, shape,
            MemoryMarshal.AsBytes<Half>([.. values.Select(value => (Half)value)]));

    public TinyOnnx Integers(string name, params long[] values) =>
        Tensor(name, OnnxElementType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values));

    /// <summary>A weight whose data lie in another file.</summary>
    public TinyOnnx External(string name, long[] shape, string location, long? offset = null, long? length = null)
    {
        Add(5, Message(tensor =>
        {
            Dimensions(tensor, shape);
            Varint(tensor, 2, (ulong)OnnxElementType.Float);
            Text(tensor, 8, name);
            Entry(tensor, "location", location);
            if (offset is not null)
                Entry(tensor, "offset", $"{offset}");
            if (length is not null)
                Entry(tensor, "length", $"{length}");
            Varint(tensor, 14, 1);
        }));
        return this;

        static void Entry(Stream tensor, string key, string value) =>
            Bytes(tensor, 13, Message(entry => { Text(entry, 1, key); Text(entry, 2, value); }));
    }

    /// <summary>An operation; attributes are integers or lists of integers.</summary>
    public TinyOnnx Node(
        string operation, string[] inputs, string output, params (string Name, object Value)[] attributes)
    {
        Add(1, Message(node =>
        {
            foreach (var input in inputs)
                Text(node, 1, input);
            Text(node, 2, output);
            Text(node, 4, operation);
            foreach (var (name, value) in attributes)
            {
                Bytes(node, 5, Message(attribute =>
                {
                    Text(attribute, 1, name);
                    if (value is long[] list)
                    {
                        foreach (var item in list)
                            Varint(attribute, 8, (ulong)item);
                        Varint(attribute, 20, 7);
                    }
                    else
                    {
                        Varint(attribute, 3, (ulong)Convert.ToInt64(value, null));
                        Varint(attribute, 20, 2);
                    }
                }));
            }
        }));
        return this;
    }

    /// <summary>Any field of the graph, for what real exporters do not write.</summary>
    public TinyOnnx Raw(int field, byte[] content)
    {
        Add(field, content);
        return this;
    }

    public byte[] Build() => Message(model =>
    {
        Varint(model, 1, 8); // IR version
        Bytes(model, 7, Message(graph => { _graph.ForEach(field => graph.Write(field)); Text(graph, 2, "tiny"); }));
        Bytes(model, 8, Message(opset => Varint(opset, 2, 17)));
    });

    public void Save(string path) => File.WriteAllBytes(path, Build());

    private void Add(int field, byte[] content) => _graph.Add(Message(stream => Bytes(stream, field, content)));

    private TinyOnnx Value(int field, string name, OnnxElementType type, long[] shape)
    {
        Add(field, Message(value =>
        {
            Text(value, 1, name);
            Bytes(value, 2, Message(wrapper => Bytes(wrapper, 1, Message(tensor =>
            {
                Varint(tensor, 1, (ulong)type);
                Bytes(tensor, 2, Message(dimensions =>
                {
                    foreach (var size in shape)
                    {
                        Bytes(dimensions, 1, Message(dimension =>
                        {
                            if (size == Free)
                                Text(dimension, 2, "n");
                            else
                                Varint(dimension, 1, (ulong)size);
                        }));
                    }
                }));
            }))));
        }));
        return this;
    }

    private TinyOnnx Tensor(string name, OnnxElementType type, long[] shape, ReadOnlySpan<byte> data)
    {
        var content = data.ToArray();
        Add(5, Message(tensor =>
        {
            Dimensions(tensor, shape);
            Varint(tensor, 2, (ulong)type);
            Text(tensor, 8, name);
            Bytes(tensor, 9, content);
        }));
        return this;
    }

    private static void Dimensions(Stream tensor, long[] shape)
    {
        foreach (var size in shape)
            Varint(tensor, 1, (ulong)size);
    }

    public static byte[] Message(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    public static void Text(Stream stream, int field, string text) =>
        Bytes(stream, field, Encoding.UTF8.GetBytes(text));

    public static void Bytes(Stream stream, int field, byte[] content)
    {
        Number(stream, (ulong)(field << 3 | 2));
        Number(stream, (ulong)content.Length);
        stream.Write(content);
    }

    public static void Varint(Stream stream, int field, ulong value)
    {
        Number(stream, (ulong)(field << 3));
        Number(stream, value);
    }

    public static void Fixed32(Stream stream, int field, float value)
    {
        Number(stream, (ulong)(field << 3 | 5));
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Number(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
