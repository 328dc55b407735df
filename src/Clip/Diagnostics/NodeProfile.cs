using System.Text.Json;
using Clip.Devices;

namespace Clip.Diagnostics;

/// <summary>
/// Reads where the nodes of a graph ran from the profile that ONNX Runtime writes. It is the only source that every
/// provider and every build has, and it shows what was done, not what was planned.
/// </summary>
internal static class NodeProfile
{
    private const string KernelTime = "_kernel_time";

    /// <summary>Reads a profile.</summary>
    /// <param name="path">The file, a trace of events as a JSON array.</param>
    /// <returns>One entry per provider, ordered by descending number of nodes.</returns>
    public static IReadOnlyList<NodePlacement> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var trace = JsonDocument.Parse(stream);
        // A node that ran several times is one node, identified by its index in the graph and its name.
        HashSet<(string Provider, string Node, string Operator)> nodes = [];
        foreach (var entry in trace.RootElement.EnumerateArray())
        {
            if (ReadNode(entry) is { } node)
                nodes.Add(node);
        }
        return
        [
            .. nodes.GroupBy(static node => node.Provider)
                .Select(static group => new NodePlacement(DeviceOf(group.Key), group.Count(), Operators(group)))
                .OrderByDescending(static placement => placement.Nodes)
                .ThenBy(static placement => placement.Device, StringComparer.Ordinal),
        ];
    }

    private static (string Provider, string Node, string Operator)? ReadNode(JsonElement entry)
    {
        if (!entry.TryGetProperty("cat", out var category) || !category.ValueEquals("Node"))
            return null;
        var name = entry.GetProperty("name").GetString() ?? "";
        if (!name.EndsWith(KernelTime, StringComparison.Ordinal))
            return null;
        if (!entry.TryGetProperty("args", out var details) || Text(details, "provider") is not { Length: > 0 } provider)
            return null;
        var node = $"{Text(details, "node_index")} {name[..^KernelTime.Length]}";
        return (provider, node, Text(details, "op_name") ?? "?");
    }

    private static List<OperatorCount> Operators(
        IEnumerable<(string Provider, string Node, string Operator)> nodes) =>
    [
        .. nodes.CountBy(static node => node.Operator)
            .Select(static count => new OperatorCount(count.Key, count.Value))
            .OrderByDescending(static count => count.Nodes)
            .ThenBy(static count => count.Operator, StringComparer.Ordinal),
    ];

    private static string DeviceOf(string provider) =>
        ProviderLibrary.All.FirstOrDefault(library => library.Provider.OrtName == provider)?.Name
        ?? ExecutionProvider.All.FirstOrDefault(known => known.OrtName == provider)?.Device
        ?? provider;

    private static string? Text(JsonElement details, string name) =>
        !details.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
