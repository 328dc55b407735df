using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Shows for people what the cache of optimized graphs holds.</summary>
internal static class GraphCacheRow
{
    public static string Format(string folder, int graphs, long bytes, long limit) =>
        $"{DisplayPath.Of(folder)}: {Counted.Of(graphs, "graph")}, "
        + $"{ByteSize.Of(bytes)} of at most {ByteSize.Of(limit)}";
}
