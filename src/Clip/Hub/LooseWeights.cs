using Clip.Models.Layouts;
using Clip.Models.Onnx;

namespace Clip.Hub;

/// <summary>
/// Finds weights beside a graph whose names are only stated in the graph, such as the hundreds of loose tensors of
/// Immich's largest exports. It needs the downloaded graph.
/// </summary>
internal static class LooseWeights
{
    /// <summary>The files that the graphs of a plan need and that are not part of the plan.</summary>
    public static IReadOnlyList<HubFile> Of(PullPlan plan, RepositoryCache cache)
    {
        var listed = plan.Listing.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var planned = plan.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        List<HubFile> found = [];
        foreach (var graph in plan.Layout.Graphs)
        {
            var folder = FileNames.FolderOf(graph.Path);
            var onDisk = cache.HasBlob(graph) ? cache.Blob(graph) : cache.InSnapshot(plan.Commit, graph);
            foreach (var location in LocationsIn(onDisk))
            {
                var isRelative = location.StartsWith("./", StringComparison.Ordinal);
                var path = folder + (isRelative ? location[2..] : location);
                // Files that the repository does not have are reported when the model is loaded.
                if (listed.TryGetValue(path, out var file) && planned.Add(path))
                    found.Add(file);
            }
        }
        return found;
    }

    private static IEnumerable<string> LocationsIn(string graph)
    {
        try
        {
            return [.. OnnxGraph.Map(graph).ExternalFiles.Select(static file => file.Location)];
        }
        catch (Exception error) when (error is ModelException or InvalidDataException or OverflowException)
        {
            // The file is what its authors published; that it cannot be used is reported when the model is loaded.
            return [];
        }
    }
}
