using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>
/// Where the weights beside a graph are stored. Hugging Face's cache consists of links into a folder of blobs, and ONNX
/// Runtime does not follow links out of the folder that it gets with a graph from memory. So it gets the blobs' folder,
/// and the graph the names of the blobs.
/// </summary>
/// <param name="Folder">The folder of all weights.</param>
/// <param name="Relocate">Maps a path in the graph to one in that folder; null where both are the same.</param>
internal sealed record ExternalWeights(string Folder, Func<string, string>? Relocate)
{
    /// <summary>Follows the links of a graph's weights; null where they lead into different folders.</summary>
    public static ExternalWeights? Of(OnnxGraph graph)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(graph.Path))!;
        Dictionary<string, string> targets = [];
        var isLinked = false;
        foreach (var (location, _) in graph.ExternalFiles)
        {
            var path = Path.Combine(folder, location);
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
            isLinked |= target is not null;
            targets[location] = target ?? path;
        }
        if (!isLinked)
            return new ExternalWeights(folder, null);
        var homes = targets.Values.Select(Path.GetDirectoryName).Distinct().ToList();
        return homes is [{ } home]
            ? new ExternalWeights(home, Blob)
            : null;

        string Blob(string location) =>
            targets.TryGetValue(location, out var target) ? Path.GetFileName(target) : location;
    }
}
