using System.Text.Json.Serialization;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Cluster;

/// <summary>The JSON line of a group.</summary>
internal sealed record ClusterLine(int Cluster, string Name, int Size, string[] Paths);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClusterLine))]
internal sealed partial class ClusterJson : JsonSerializerContext;

/// <summary>Writes groups of pictures.</summary>
internal static class ClusterPrinter
{
    public static void Write(Terminal terminal, ClusterAnswer answer, int shown)
    {
        foreach (var cluster in answer.Clusters)
        {
            if (terminal.IsJson)
            {
                var paths = cluster.Files.Select(static file => DisplayPath.Of(file.FullPath));
                terminal.Json(
                    new ClusterLine(cluster.Number, cluster.Name, cluster.Files.Count, [.. paths]),
                    ClusterJson.Default.ClusterLine);
                continue;
            }
            var size = Counted.Of(cluster.Files.Count, "picture");
            ResultRow.Write(terminal, $"{cluster.Number,3}", cluster.Name, size);
            foreach (var file in cluster.Files.Take(shown))
                terminal.Line("     " + Plain.OneLine(DisplayPath.Of(file.FullPath)));
            if (cluster.Files.Count > shown)
                terminal.Line($"     and {cluster.Files.Count - shown} more");
        }
        if (!terminal.IsJson && answer.Outliers.Count > 0 && answer.Clusters.Count > 0)
            terminal.Line($"{answer.Outliers.Count} pictures are in no group");
    }
}
