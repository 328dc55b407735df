using System.Buffers.Binary;

namespace Clip.Models.Onnx.Editing;

/// <summary>One operation of a graph that is being changed. Field numbers are those of NodeProto.</summary>
internal sealed class EditedNode
{
    private readonly List<(string Name, byte[] Content)> _attributes = [];
    private readonly List<byte[]> _others = [];

    private EditedNode(string operation, string domain, List<string> inputs, List<string> outputs)
    {
        Operation = operation;
        Domain = domain;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Its type: <c>MatMul</c>, <c>Add</c>, …</summary>
    public string Operation { get; }

    /// <summary>Where the type is defined; empty for ONNX's own.</summary>
    public string Domain { get; }

    /// <summary>The values that it takes; an empty name is an input that is left out.</summary>
    public List<string> Inputs { get; }

    /// <summary>The values that it computes.</summary>
    public List<string> Outputs { get; }

    /// <summary>The values that branch or loop bodies inside it take from outside.</summary>
    public IReadOnlyList<string> InnerInputs { get; private init; } = [];

    /// <summary>An input by its place; empty where the node has fewer.</summary>
    public string Input(int place) => place < Inputs.Count ? Inputs[place] : "";

    /// <summary>Whether an attribute of this name is set.</summary>
    public bool Has(string name) => _attributes.Exists(attribute => attribute.Name == name);

    /// <summary>An operation without attributes.</summary>
    public static EditedNode Of(string operation, IEnumerable<string> inputs, string output, string domain = "") =>
        new(operation, domain, [.. inputs], [output]);

    /// <summary>The same operation on other values.</summary>
    /// <param name="inputs">The values that it takes.</param>
    /// <param name="output">The value that it computes.</param>
    public EditedNode With(IEnumerable<string> inputs, string output)
    {
        var node = new EditedNode(Operation, Domain, [.. inputs], [output]) { InnerInputs = InnerInputs };
        node._attributes.AddRange(_attributes);
        return node;
    }

    /// <summary>Reads a node.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static EditedNode Read(ReadOnlySpan<byte> content)
    {
        string operation = "", domain = "";
        List<string> inputs = [], outputs = [];
        List<(string, byte[])> attributes = [];
        List<byte[]> others = [];
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 1, WireType: 2 }: inputs.Add(fields.ReadText()); break;
                case { Field: 2, WireType: 2 }: outputs.Add(fields.ReadText()); break;
                case { Field: 4, WireType: 2 }: operation = fields.ReadText(); break;
                case { Field: 7, WireType: 2 }: domain = fields.ReadText(); break;
                case { Field: 5, WireType: 2 }:
                    var attribute = fields.ReadBytes();
                    attributes.Add((OnnxNode.TextOf(attribute, 1), attribute.ToArray()));
                    break;
                default:
                    fields.Skip();
                    others.Add(fields.Raw.ToArray());
                    break;
            }
        }
        var node = new EditedNode(operation, domain == "ai.onnx" ? "" : domain, inputs, outputs)
        {
            InnerInputs = [.. OnnxNode.Read(content).Inputs.Skip(inputs.Count)],
        };
        node._attributes.AddRange(attributes);
        node._others.AddRange(others);
        return node;
    }

    /// <summary>Whether it is an operation of this type.</summary>
    public bool Is(string operation, string domain = "") => Operation == operation && Domain == domain;

    /// <summary>Adds an attribute that is an integer.</summary>
    public EditedNode With(string name, long value) => With(name, 2, writer => writer.Integer(3, value));

    /// <summary>Adds an attribute that is a list of integers.</summary>
    public EditedNode With(string name, IReadOnlyList<long> values) => With(name, 7, writer =>
    {
        foreach (var value in values)
            writer.Integer(8, value);
    });

    /// <summary>Changes an attribute that is an integer.</summary>
    public void Set(string name, long value)
    {
        _attributes.RemoveAll(attribute => attribute.Name == name);
        With(name, value);
    }

    /// <summary>Changes an attribute that is a tensor.</summary>
    public void Set(string name, EditedTensor value)
    {
        _attributes.RemoveAll(attribute => attribute.Name == name);
        With(name, 4, writer => writer.Bytes(5, value.Content.Span));
    }

    /// <summary>An integer attribute.</summary>
    public long Integer(string name, long fallback)
    {
        foreach (var content in ContentOf(name))
        {
            var fields = new ProtobufReader(content);
            while (fields.Next())
            {
                if (fields is { Field: 3, WireType: 0 })
                    return (long)fields.ReadVarint();
                fields.Skip();
            }
        }
        return fallback;
    }

    /// <summary>An attribute that is a list of integers; empty where there is none.</summary>
    public IReadOnlyList<long> Integers(string name)
    {
        List<long> integers = [];
        foreach (var content in ContentOf(name))
        {
            var fields = new ProtobufReader(content);
            while (fields.Next())
            {
                if (fields.Field == 8)
                    fields.ReadIntegers(integers);
                else
                    fields.Skip();
            }
        }
        return integers;
    }

    /// <summary>An attribute that is a tensor; null where there is none.</summary>
    public EditedTensor? Tensor(string name)
    {
        foreach (var content in ContentOf(name))
        {
            var fields = new ProtobufReader(content);
            while (fields.Next())
            {
                if (fields is { Field: 5, WireType: 2 })
                    return EditedTensor.Read(fields.ReadBytes());
                fields.Skip();
            }
        }
        return null;
    }

    /// <summary>An attribute of 32-bit floating point.</summary>
    public float Number(string name, float fallback)
    {
        foreach (var content in ContentOf(name))
        {
            var fields = new ProtobufReader(content);
            while (fields.Next())
            {
                if (fields is { Field: 2, WireType: 5 })
                    return BinaryPrimitives.ReadSingleLittleEndian(fields.ReadFixed32());
                fields.Skip();
            }
        }
        return fallback;
    }

    /// <summary>Writes the node.</summary>
    public void Write(ProtobufWriter writer)
    {
        foreach (var input in Inputs)
            writer.Text(1, input);
        foreach (var output in Outputs)
            writer.Text(2, output);
        writer.Text(4, Operation);
        foreach (var (_, content) in _attributes)
            writer.Bytes(5, content);
        if (Domain.Length > 0)
            writer.Text(7, Domain);
        foreach (var other in _others)
            writer.Raw(other);
    }

    private EditedNode With(string name, int type, Action<ProtobufWriter> write)
    {
        _attributes.Add((name, ProtobufWriter.Message(writer =>
        {
            writer.Text(1, name);
            write(writer);
            writer.Integer(20, type);
        })));
        return this;
    }

    private IEnumerable<byte[]> ContentOf(string name) =>
        _attributes.Where(attribute => attribute.Name == name).Select(static attribute => attribute.Content).Take(1);
}
