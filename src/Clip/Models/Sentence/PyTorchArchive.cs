using System.IO.Compression;

namespace Clip.Models.Sentence;

/// <summary>
/// Finds a linear layer in a PyTorch archive. The archive describes its tensors by a pickle, which is a program and is
/// never run here; the two tensors of a linear layer are told apart by their size alone.
/// </summary>
internal static class PyTorchArchive
{
    /// <summary>Reads weight and bias; null for each that the archive does not contain.</summary>
    /// <exception cref="ModelException">The archive was written on a big-endian machine.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (float[]? Weight, float[]? Bias) Read(
        string path, FileStream file, int inputs, int outputs, bool hasBias)
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
        return (weight, bias);
    }

    private static bool IsLittleEndian(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return content.ReadByte() == 'l';
    }

    private static float[]? ReadEntry(ZipArchiveEntry entry, int count)
    {
        if (!FloatArray.IsLength(entry.Length, count))
            return null;
        using var content = entry.Open();
        return FloatArray.Read(content, count, entry.Length, isBFloat16: false);
    }
}
