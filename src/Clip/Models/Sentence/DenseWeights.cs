using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace Clip.Models.Sentence;

/// <summary>
/// The numbers of a linear layer, from safetensors or from PyTorch's archive. A PyTorch archive describes its tensors by a
/// pickle, which is a program; it is never run. The two tensors of a linear layer are told apart by their size alone.
/// </summary>
/// <param name="Weight">[outputs, inputs].</param>
/// <param name="Bias">[outputs], or null.</param>
internal sealed record DenseWeights(float[] Weight, float[]? Bias)
{
    private const int MostHeader = 1 << 20;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelException">It is damaged, or holds other tensors than the layer's.</exception>
    public static DenseWeights Read(string path, int inputs, int outputs, bool hasBias)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[128];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            StandInFile.Refuse(path, start);
            file.Position = 0;
            return path.EndsWith(".safetensors", StringComparison.Ordinal)
                ? ReadSafeTensors(path, file, inputs, outputs, hasBias)
                : start.StartsWith("PK"u8)
                    ? ReadArchive(path, file, inputs, outputs, hasBias)
                    : throw new ModelException(path, "is not a PyTorch archive (it may be from before PyTorch 1.6)", "get model.safetensors, or save it again with a newer PyTorch");
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or InvalidOperationException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelException(path, "is damaged", "download the file again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StandInFile.Unreadable(path, error);
        }
    }

    /// <summary>The layout: eight bytes with the header's length, a JSON header, the data. See the safetensors documentation.</summary>
    private static DenseWeights ReadSafeTensors(string path, FileStream file, int inputs, int outputs, bool hasBias)
    {
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MostHeader)
            throw new InvalidDataException("a header longer than any");
        var json = new byte[length];
        file.ReadExactly(json);
        using var header = JsonDocument.Parse(json);
        var data = 8 + (long)length;

        var weight = Find("weight", [outputs, inputs]);
        return new DenseWeights(
            weight ?? throw Missing(path, inputs, outputs),
            hasBias ? Find("bias", [outputs]) ?? throw Missing(path, inputs, outputs) : null);

        float[]? Find(string name, int[] shape)
        {
            if (header.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("no header");
            foreach (var tensor in header.RootElement.EnumerateObject())
            {
                if (!tensor.Name.EndsWith(name, StringComparison.Ordinal) || tensor.Value.ValueKind != JsonValueKind.Object
                    || !tensor.Value.TryGetProperty("shape", out var stated) || !IsShape(stated, shape)
                    || !tensor.Value.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2
                    || !offsets[0].TryGetInt64(out var from) || !offsets[1].TryGetInt64(out var to)
                    || !tensor.Value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String)
                {
                    continue;
                }
                var count = shape.Aggregate(1, static (product, size) => product * size);
                if (from < 0 || to < from || to > file.Length - data)
                    throw new EndOfStreamException();
                file.Position = data + from;
                return ReadNumbers(file, count, to - from, type.ValueEquals("BF16"u8));
            }
            return null;
        }
    }

    private static bool IsShape(JsonElement stated, int[] shape) =>
        stated.ValueKind == JsonValueKind.Array && stated.GetArrayLength() == shape.Length
        && stated.EnumerateArray().Zip(shape).All(static pair => pair.First.ValueKind == JsonValueKind.Number && pair.First.TryGetInt32(out var size) && size == pair.Second);

    private static DenseWeights ReadArchive(string path, FileStream file, int inputs, int outputs, bool hasBias)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        float[]? weight = null, bias = null;
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.EndsWith("/byteorder", StringComparison.Ordinal) && !IsLittleEndian(entry))
                throw new ModelException(path, "was saved on a big-endian machine", "get model.safetensors");
            if (!entry.FullName.Contains("/data/", StringComparison.Ordinal))
                continue;
            // With one input, weight and bias have the same size; they are stored in this order.
            if (weight is null && ReadEntry(entry, inputs * outputs) is { } first)
                weight = first;
            else if (bias is null && hasBias && ReadEntry(entry, outputs) is { } second)
                bias = second;
        }
        return weight is null || (hasBias && bias is null) ? throw Missing(path, inputs, outputs) : new DenseWeights(weight, bias);
    }

    private static bool IsLittleEndian(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return content.ReadByte() == 'l';
    }

    private static float[]? ReadEntry(ZipArchiveEntry entry, int count)
    {
        // Four bytes a number, or two in half precision.
        if (entry.Length != 4L * count && entry.Length != 2L * count)
            return null;
        using var content = entry.Open();
        return ReadNumbers(content, count, entry.Length, brain: false);
    }

    private static float[] ReadNumbers(Stream content, int count, long bytes, bool brain)
    {
        if (bytes != 4L * count && bytes != 2L * count)
            throw new InvalidDataException("numbers of a size that is not known");
        var data = new byte[bytes];
        content.ReadExactly(data);
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = bytes == 4L * count ? BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(i * 4))
                : brain ? BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(i * 2)) << 16)
                : (float)BinaryPrimitives.ReadHalfLittleEndian(data.AsSpan(i * 2));
        }
        return numbers;
    }

    private static ModelException Missing(string path, int inputs, int outputs) => new(
        path, $"holds no linear layer of {inputs} to {outputs} numbers", "use the weights that belong to this config.json");
}
