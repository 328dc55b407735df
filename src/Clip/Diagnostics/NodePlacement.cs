using System.Text.Json;
using Clip.Devices;

namespace Clip.Diagnostics;

/// <summary>How many nodes of a graph run on one execution provider.</summary>
/// <param name="Device">The device's name, as on the command line.</param>
/// <param name="Nodes">How many nodes of the graph run there; what the provider fused into one counts once.</param>
/// <param name="Operators">The operators among them, most frequent first.</param>
public sealed record NodePlacement(string Device, int Nodes, IReadOnlyList<OperatorCount> Operators);

/// <summary>How often an operator occurs.</summary>
/// <param name="Operator">ONNX's name, such as <c>MatMul</c>.</param>
/// <param name="Nodes">How many nodes.</param>
public sealed record OperatorCount(string Operator, int Nodes);

/// <summary>
/// Reads where the nodes of a graph ran off the profile that ONNX Runtime writes: the only account of it that every
/// provider and every build gives, and one of what was done, not of what was planned.
/// </summary>
internal static class NodeProfile
{
    private const string KernelTime = "_kernel_time";

    /// <summary>Reads a profile.</summary>
    /// <param name="path">The file; a trace of events as a JSON array.</param>
    /// <returns>One entry a provider, the one with most nodes first.</returns>
    public static IReadOnlyList<NodePlacement> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var trace = JsonDocument.Parse(stream);
        // A node that ran several times is one node: it is told by its place in the graph and its name.
        HashSet<(string Provider, string Node, string Operator)> nodes = [];
        foreach (var entry in trace.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty("cat", out var category) && category.ValueEquals("Node")
                && entry.GetProperty("name").GetString() is { } name && name.EndsWith(KernelTime, StringComparison.Ordinal)
                && entry.TryGetProperty("args", out var details) && Text(details, "provider") is { Length: > 0 } provider)
            {
                nodes.Add((provider, $"{Text(details, "node_index")} {name[..^KernelTime.Length]}", Text(details, "op_name") ?? "?"));
            }
        }
        return
        [
            .. nodes.GroupBy(static node => node.Provider)
                .Select(static group => new NodePlacement(DeviceOf(group.Key), group.Count(),
                [
                    .. group.CountBy(static node => node.Operator)
                        .Select(static count => new OperatorCount(count.Key, count.Value))
                        .OrderByDescending(static count => count.Nodes).ThenBy(static count => count.Operator, StringComparer.Ordinal),
                ]))
                .OrderByDescending(static placement => placement.Nodes).ThenBy(static placement => placement.Device, StringComparer.Ordinal),
        ];
    }

    private static string DeviceOf(string provider) =>
        ProviderLibrary.All.FirstOrDefault(library => library.Provider.OrtName == provider)?.Name
        ?? ExecutionProvider.All.FirstOrDefault(known => known.OrtName == provider)?.Device
        ?? provider;

    private static string? Text(JsonElement details, string name) =>
        !details.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
