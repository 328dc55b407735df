using Clip.Models.Onnx;

namespace Clip.Hub;

/// <summary>
/// Finds the weights that lie beside a graph under names that nobody can guess, such as the hundreds of loose tensors of
/// Immich's largest exports: the graph, once it is here, names them.
/// </summary>
internal static class LooseWeights
{
    /// <summary>The files that the graphs of a plan name and that are not part of the plan already.</summary>
    public static IReadOnlyList<HubFile> Of(PullPlan plan, RepositoryCache cache)
    {
        var listed = plan.Listing.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var planned = plan.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        List<HubFile> found = [];
        foreach (var graph in plan.Layout.Graphs)
        {
            var slash = graph.Path.LastIndexOf('/');
            foreach (var location in LocationsIn(cache.HasBlob(graph) ? cache.Blob(graph) : cache.InSnapshot(plan.Commit, graph)))
            {
                var path = graph.Path[..(slash + 1)] + (location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location);
                // What the repository does not list is missing there too; loading the model says so.
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
            // It is what its authors published, byte for byte. That it cannot be used is told when it is loaded.
            return [];
        }
    }
}
