using System.Reflection;
using System.Text.Json;

namespace Clip.Server.Mcp;

/// <summary>The tools as clients get them described.</summary>
internal static class McpToolList
{
    private static readonly JsonElement Tools = Read();

    private static readonly Dictionary<string, HashSet<string>> ArgumentsByTool = Tools.EnumerateArray().ToDictionary(
        static tool => tool.GetProperty("name").GetString()!,
        static tool => tool.GetProperty("inputSchema").GetProperty("properties").EnumerateObject()
            .Select(static property => property.Name).ToHashSet());

    /// <summary>The list as JSON, always in the same order.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = Compact();

    /// <summary>The names of a tool's arguments; null where there is no such tool.</summary>
    public static IReadOnlySet<string>? ArgumentsOf(string tool) => ArgumentsByTool.GetValueOrDefault(tool);

    private static JsonElement Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mcp-tools.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static ReadOnlyMemory<byte> Compact()
    {
        using var compact = new MemoryStream();
        using (var writer = new Utf8JsonWriter(compact))
            Tools.WriteTo(writer);
        return compact.ToArray();
    }
}
