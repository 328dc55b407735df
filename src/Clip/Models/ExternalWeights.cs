using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>
/// Where the weights beside a graph really lie. Hugging Face's cache holds links into a folder of blobs, and ONNX Runtime
/// follows no link out of the folder that it is given with a graph from memory: it is given the blobs' folder and names.
/// </summary>
/// <param name="Folder">The folder of all of them.</param>
/// <param name="Relocate">Gives a file's path in that folder, or null where the graph's own paths hold.</param>
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
            ? new ExternalWeights(home, location => targets.TryGetValue(location, out var target) ? Path.GetFileName(target) : location)
            : null;
    }
}
