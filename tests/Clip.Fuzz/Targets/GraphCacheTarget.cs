using Clip.Models.Caching;

namespace Clip.Fuzz.Targets;

/// <summary>The seal of a saved graph, and the content of the sealed file.</summary>
internal static class GraphCacheTarget
{
    public static FuzzTarget Target { get; } = new("graph-cache", Read)
    {
        Words =
        [
            "clip graph cache 2\n", "graph.onnx ", "graph.weights ", "seal ", "../graph.onnx ", " 5 ", "\r\n", "\0",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 2);
        Directory.CreateDirectory(Scratch.At("entry"));
        Scratch.Write(Path.Combine("entry", "seal"), parts[0]);
        Scratch.Write(Path.Combine("entry", CachedGraph.GraphName), parts[1]);
        CachedGraph.Open(Scratch.At("entry"))?.Verify();
    }
}
