using System.Buffers.Binary;
using System.Text.Json;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.SafeTensors;

/// <summary>A tensor of a safetensors file.</summary>
internal sealed record TensorEntry(string Name, string Type, long[] Shape, long Start, long End)
{
    /// <summary>How its numbers are stored; null where they are of a type that is not read.</summary>
    public FloatType? FloatType => Type switch
    {
        "F64" => Rows.FloatType.Double,
        "F32" => Rows.FloatType.Single,
        "F16" => Rows.FloatType.Half,
        "BF16" => Rows.FloatType.BFloat16,
        _ => null,
    };
}

/// <summary>The header of a safetensors file: JSON with the type, the shape and the place of each tensor.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The limit of the format's own library.</summary>
    private const long MaxHeader = 100_000_000;

    private readonly JsonElement _metadata;

    private SafeTensorsHeader(IReadOnlyList<TensorEntry> tensors, JsonElement metadata, int dataStart) =>
        (Tensors, _metadata, DataStart) = (tensors, metadata, dataStart);

    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Where the tensors begin.</summary>
    public int DataStart { get; }

    /// <summary>A text that the writer has put into the metadata; null where there is none.</summary>
    public string? Metadata(string key) => RowKeys.Member(_metadata, key) is { } value ? RowKeys.TextOf(value) : null;

    /// <summary>Reads and checks a header.</summary>
    /// <exception cref="InterchangeException">It is damaged.</exception>
    public static SafeTensorsHeader Read(ReadOnlyMemory<byte> content, string path)
    {
        if (content.Length < sizeof(ulong))
            throw InterchangeException.Damaged(path, "ends inside its header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(content.Span);
        if (length > (ulong)Math.Min(MaxHeader, content.Length - sizeof(ulong)))
            throw InterchangeException.Damaged(path, $"announces a header of {length:N0} bytes that it lacks");
        var start = sizeof(ulong) + (int)length;
        try
        {
            using var document = JsonDocument.Parse(content[sizeof(ulong)..start]);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw InterchangeException.Damaged(path, "has a header that is no JSON object");
            List<TensorEntry> tensors = [];
            JsonElement metadata = default;
            foreach (var member in root.EnumerateObject())
            {
                if (member.NameEquals("__metadata__"u8))
                    metadata = member.Value.Clone();
                else
                    tensors.Add(ReadEntry(member, content.Length - start, path));
            }

            RefuseOverlaps(tensors, path);
            return new SafeTensorsHeader(tensors, metadata, start);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw InterchangeException.Damaged(path, "has a header that is no JSON", error);
        }
    }

    private static TensorEntry ReadEntry(JsonProperty member, long dataLength, string path)
    {
        var name = member.Name;
        var type = RowKeys.Member(member.Value, "dtype") is { } text ? RowKeys.TextOf(text) : null;
        if (type is null || Numbers(member.Value, "shape") is not { } shape
            || Numbers(member.Value, "data_offsets") is not [var start, var end])
        {
            throw InterchangeException.Damaged(path, $"does not state type, shape and place of the tensor '{name}'");
        }

        if (start > end || end > dataLength)
            throw InterchangeException.Damaged(path, $"ends before the tensor '{name}' does");
        var entry = new TensorEntry(name, type, shape, start, end);
        if (entry.FloatType is { } known)
        {
            long size = FloatValues.SizeOf(known);
            foreach (var length in shape)
                size = length > 0 && size > long.MaxValue / length ? long.MaxValue : size * length;
            if (size != end - start)
            {
                throw InterchangeException.Damaged(
                    path, $"has {end - start:N0} bytes for the tensor '{name}', whose shape needs {size:N0}");
            }
        }

        return entry;
    }

    private static long[]? Numbers(JsonElement tensor, string key)
    {
        if (RowKeys.Member(tensor, key) is not { ValueKind: JsonValueKind.Array } list)
            return null;
        List<long> numbers = [];
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                return null;
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void RefuseOverlaps(List<TensorEntry> tensors, string path)
    {
        var ordered = tensors.OrderBy(static tensor => tensor.Start).ThenBy(static tensor => tensor.End).ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Start < ordered[i - 1].End)
            {
                throw InterchangeException.Damaged(
                    path, $"has the tensors '{ordered[i - 1].Name}' and '{ordered[i].Name}' in the same bytes");
            }
        }
    }
}
