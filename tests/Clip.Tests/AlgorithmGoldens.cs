using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests;

/// <summary>
/// Inputs and answers of scikit-learn 1.9, hdbscan 0.8.44, openTSNE 1.0, umap-learn 0.5.12, imagehash 4.3.2 and numpy.
/// The vectors are those of the gallery by the first version of the embedded model, and planted ones. Each file says
/// what exactly was computed.
/// </summary>
internal static class AlgorithmGoldens
{
    private static readonly string Folder = Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Goldens", "algorithms");

    public static JsonElement Json(params string[] path)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine([Folder, .. path])));
        return golden.RootElement.Clone();
    }

    /// <summary>The rows of a matrix of 32-bit floats.</summary>
    public static float[][] Rows(params string[] path)
    {
        var (values, columns) = Read<float>(path);
        return [.. values.Chunk(columns)];
    }

    /// <summary>A list of 32-bit integers.</summary>
    public static int[] Integers(params string[] path) => Read<int>(path).Values;

    /// <summary>The rows of a matrix of bytes.</summary>
    public static byte[][] Bytes(params string[] path)
    {
        var (values, columns) = Read<byte>(path);
        return [.. values.Chunk(columns)];
    }

    /// <summary>A row named as the references name it, such as <c>gallery.images 6</c>.</summary>
    public static float[] Named(string name)
    {
        var (file, row) = (name.Split(' ')[0], int.Parse(name.Split(' ')[^1], CultureInfo.InvariantCulture));
        string[] path = file.EndsWith(".npy", StringComparison.Ordinal)
            ? file.Split('/') : ["data", file + ".npy"];
        return Rows(path)[row];
    }

    /// <summary>The answers of a compressed file.</summary>
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(GoldenModels.Decompress("algorithms", name + ".json.gz"));
        return document.RootElement.Clone();
    }

    /// <summary>Vectors, one after the other. The name may say which folder the reference has them in.</summary>
    public static (float[] Values, int Count, int Dimensions) Vectors(string name)
    {
        var (values, columns) = Read<float>(["data", Path.GetFileName(name) + ".npy"]);
        return (values, values.Length / columns, columns);
    }

    /// <summary>Labels of vectors.</summary>
    public static int[] Labels(string name) => Integers("data", Path.GetFileName(name) + ".npy");

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    public static string[] Strings(this JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.GetString()!)];

    private static (T[] Values, int Columns) Read<T>(string[] path) where T : unmanaged
    {
        var content = File.ReadAllBytes(Path.Combine([Folder, .. path]));
        var length = BitConverter.ToUInt16(content, 8);
        var header = Encoding.ASCII.GetString(content, 10, length);
        var shape = header.Split('(', ')')[1]
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (
            MemoryMarshal.Cast<byte, T>(content.AsSpan(10 + length)).ToArray(),
            int.Parse(shape[^1], CultureInfo.InvariantCulture));
    }
}
