using System.Buffers.Text;
using System.Globalization;
using Clip.Models.Onnx;

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
        var needed = Files(graph).Sum(static file => file.Length);
        var available = limit ?? Available();
        if (needed > available)
            throw ModelException.TooLittleMemory(graph.Path, Megabytes(needed), Megabytes(available));
    }

    /// <summary>The bytes that the system has left without swapping, within the limits of a container.</summary>
    public static long Available()
    {
        var most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return OperatingSystem.IsLinux() && AvailableOnLinux() is { } left ? Math.Min(most, left) : most;
    }

    private static IEnumerable<(string Path, long Length)> Files(OnnxGraph graph)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(graph.Path))!;
        foreach (var path in graph.ExternalFiles.Select(file => Path.Combine(home, file.Location)).Prepend(graph.Path))
        {
            using var handle = File.OpenHandle(path);
            yield return (path, RandomAccess.GetLength(handle));
        }
    }

    private static long? AvailableOnLinux()
    {
        const long kilobyte = 1024;
        try
        {
            var prefix = "MemAvailable:"u8;
            var content = File.ReadAllBytes("/proc/meminfo").AsSpan();
            var at = content.IndexOf(prefix);
            if (at < 0)
                return null;
            var number = content[(at + prefix.Length)..].TrimStart((byte)' ');
            return Utf8Parser.TryParse(number, out long kilobytes, out _) ? kilobytes * kilobyte : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,0.#} MB");
}
