using System.Buffers.Binary;
using System.Text.Json;
using Clip.Models.Configuration;

namespace Clip.Models.Sentence;

/// <summary>
/// Finds a linear layer in a safetensors file: eight bytes with the header's length, a JSON header, the data. Source:
/// the safetensors documentation.
/// </summary>
internal static class SafeTensorsFile
{
    private const int MaxHeader = 1 << 20;

    /// <summary>Reads weight and bias; null for each that the file does not contain.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static (float[]? Weight, float[]? Bias) Read(FileStream file, int inputs, int outputs, bool hasBias)
    {
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeader)
            throw new InvalidDataException("a header longer than any");
        var json = new byte[length];
        file.ReadExactly(json);
        using var header = Parse(json);
        if (header.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("no header");
        var data = 8 + (long)length;
        return (
            Find(file, header.RootElement, data, "weight", [outputs, inputs]),
            hasBias ? Find(file, header.RootElement, data, "bias", [outputs]) : null);
    }

    private static float[]? Find(FileStream file, JsonElement header, long data, string name, int[] shape)
    {
        foreach (var tensor in header.EnumerateObject())
        {
            if (SafeJson.Name(tensor)?.EndsWith(name, StringComparison.Ordinal) != true
                || !IsShape(SafeJson.Member(tensor.Value, "shape"), shape)
                || SafeJson.Text(tensor.Value, "dtype") is not { } type
                || Integers(SafeJson.Member(tensor.Value, "data_offsets")) is not [{ } from, { } to])
            {
                continue;
            }
            if (from < 0 || to < from || to > file.Length - data)
                throw new EndOfStreamException();
            var count = shape.Aggregate(1, static (product, size) => product * size);
            file.Position = data + from;
            return FloatArray.Read(file, count, to - from, isBFloat16: type == "BF16");
        }
        return null;
    }

    private static bool IsShape(JsonElement? stated, int[] shape) =>
        Integers(stated) is { } sizes && sizes.SequenceEqual(shape.Select(static size => (long?)size));

    private static List<long?>? Integers(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } ? [.. SafeJson.Elements(array).Select(SafeJson.Integer)] : null;

    private static JsonDocument Parse(byte[] json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("the header is not JSON", error);
        }
    }
}
