using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Clip.Tests.Models;

namespace Clip.Tests;

/// <summary>
/// Inputs and answers of scikit-learn 1.9, hdbscan 0.8.44, openTSNE 1.0, umap-learn 0.5.12 and imagehash 4.3.2.
/// </summary>
internal static partial class AlgorithmGoldens
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "algorithms");

    /// <summary>The answers of a compressed file.</summary>
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(GoldenModels.Decompress("algorithms", name + ".json.gz"));
        return document.RootElement.Clone();
    }

    /// <summary>Vectors: float32 rows of a NumPy file.</summary>
    public static (float[] Values, int Count, int Dimensions) Vectors(string name)
    {
        var (bytes, offset, shape) = Open(name);
        var values = new float[shape[0] * shape[1]];
        Buffer.BlockCopy(bytes, offset, values, 0, values.Length * sizeof(float));
        return (values, shape[0], shape[1]);
    }

    /// <summary>Labels: an int32 column of a NumPy file.</summary>
    public static int[] Labels(string name)
    {
        var (bytes, offset, shape) = Open(name);
        var labels = new int[shape[0]];
        Buffer.BlockCopy(bytes, offset, labels, 0, labels.Length * sizeof(int));
        return labels;
    }

    /// <summary>The numbers of an array.</summary>
    public static int[] Whole(this JsonElement array) =>
        [.. array.EnumerateArray().Select(static number => number.GetInt32())];

    /// <summary>The numbers of an array.</summary>
    public static double[] Real(this JsonElement array) =>
        [.. array.EnumerateArray().Select(static number => number.GetDouble())];

    private static (byte[] Bytes, int Offset, int[] Shape) Open(string name)
    {
        // The name of a golden may say which folder the reference has it in.
        var bytes = File.ReadAllBytes(Path.Combine(Folder, Path.GetFileName(name) + ".npy"));
        var length = BitConverter.ToUInt16(bytes, 8);
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, length);
        var shape = Shape().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static size => int.Parse(size, CultureInfo.InvariantCulture));
        return (bytes, 10 + length, [.. shape]);
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();
}
