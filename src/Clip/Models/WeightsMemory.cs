using System.Globalization;
using Clip.Models.Onnx;
using Clip.Resources;

namespace Clip.Models;

/// <summary>Refuses weights that do not fit into memory, because loading them would make the machine swap.</summary>
internal static class WeightsMemory
{
    /// <summary>Compares the size of a graph and its external weights with the available memory.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="limit">The most bytes to load; null for what the machine has left.</param>
    /// <exception cref="ModelException">The weights do not fit.</exception>
    public static void Require(OnnxGraph graph, long? limit)
    {
        var needed = Of(graph);
        var available = limit ?? MachineMemory.Available();
        if (needed > available)
            throw ModelException.TooLittleMemory(graph.Path, Megabytes(needed), Megabytes(available));
    }

    /// <summary>The bytes of a graph and its external weights.</summary>
    public static long Of(OnnxGraph graph) => Files(graph).Sum(static file => file.Length);

    private static IEnumerable<(string Path, long Length)> Files(OnnxGraph graph)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(graph.Path))!;
        foreach (var path in graph.ExternalFiles.Select(file => Path.Combine(home, file.Location)).Prepend(graph.Path))
        {
            using var handle = File.OpenHandle(path);
            yield return (path, RandomAccess.GetLength(handle));
        }
    }

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,0.#} MB");
}
