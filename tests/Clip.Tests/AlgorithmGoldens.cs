using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Clip.Tests;

/// <summary>
/// What scikit-learn, numpy and other references compute from fixed vectors: those of the gallery by the first version
/// of the embedded model, and planted ones. Each file says what exactly was computed.
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
