using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Status;

namespace Clip.Server.Mcp;

/// <summary>
/// The Model Context Protocol over HTTP, without its transport: the revision 2026-07-28, in which every request stands
/// alone, and the older ones, which begin with <c>initialize</c>. The server keeps no sessions for either.
/// </summary>
internal sealed class McpProtocol(McpTools tools)
{
    /// <summary>Answers a request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="isStateless">Whether it is of the revision without sessions.</param>
    /// <param name="links">How the client finds files.</param>
    /// <param name="cancellationToken">Stops the call of a tool.</param>
    /// <returns>What writes the result's members.</returns>
    /// <exception cref="McpError">The request is answered with an error.</exception>
    public async Task<Action<Utf8JsonWriter>> AnswerAsync(
        McpMessage message, bool isStateless, McpLinks links, CancellationToken cancellationToken) =>
        message.Method switch
        {
            "server/discover" when isStateless => WriteDiscovery,
            "initialize" when !isStateless => writer => WriteInitialization(writer, message),
            "ping" when !isStateless => static _ => { }
            ,
            "tools/list" => writer => WriteTools(writer, isStateless),
            "tools/call" => await CallAsync(message, isStateless, links, cancellationToken).ConfigureAwait(false),
            _ => throw McpError.UnknownMethod(message.Method, isStateless),
        };

    private async Task<Action<Utf8JsonWriter>> CallAsync(
        McpMessage message, bool isStateless, McpLinks links, CancellationToken cancellationToken)
    {
        if (message.Name is not { } name)
            throw McpError.InvalidParameters(McpMessage.NoTool, isStateless ? 400 : 200);
        var arguments = message.Parameters.Member("arguments") ?? default;
        var result = await tools.CallAsync(name, arguments, links, cancellationToken).ConfigureAwait(false);
        return writer =>
        {
            result.WriteTo(writer);
            if (isStateless)
                WriteComplete(writer);
        };
    }

    private static void WriteDiscovery(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("supportedVersions"u8);
        writer.WriteStringValue(McpMessage.Stateless);
        writer.WriteEndArray();
        WriteCapabilities(writer);
        writer.WriteString("instructions"u8, McpTools.Instructions);
        WriteCaching(writer);
        WriteComplete(writer);
    }

    private static void WriteInitialization(Utf8JsonWriter writer, McpMessage message)
    {
        var asked = message.Parameters.Member("protocolVersion") is { ValueKind: JsonValueKind.String } text
            ? text.GetString()
            : null;
        // A client that cannot use the version that it is offered leaves.
        writer.WriteString(
            "protocolVersion"u8, McpMessage.Initialized.Contains(asked) ? asked : McpMessage.Initialized[0]);
        WriteCapabilities(writer);
        WriteServer(writer, "serverInfo");
        writer.WriteString("instructions"u8, McpTools.Instructions);
    }

    private static void WriteTools(Utf8JsonWriter writer, bool isStateless)
    {
        writer.WritePropertyName("tools"u8);
        writer.WriteRawValue(McpToolList.Json.Span, skipInputValidation: true);
        if (!isStateless)
            return;
        WriteCaching(writer);
        WriteComplete(writer);
    }

    private static void WriteCapabilities(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("capabilities"u8);
        writer.WriteStartObject("tools"u8);
        writer.WriteBoolean("listChanged"u8, false);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCaching(Utf8JsonWriter writer)
    {
        writer.WriteNumber("ttlMs"u8, 300_000);
        writer.WriteString("cacheScope"u8, "private"u8);
    }

    private static void WriteComplete(Utf8JsonWriter writer)
    {
        writer.WriteString("resultType"u8, "complete"u8);
        writer.WriteStartObject("_meta"u8);
        WriteServer(writer, "io.modelcontextprotocol/serverInfo");
        writer.WriteEndObject();
    }

    private static void WriteServer(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("name"u8, "clip"u8);
        writer.WriteString("title"u8, "Clip picture search"u8);
        writer.WriteString("version"u8, StatusEndpoint.Version);
        writer.WriteEndObject();
    }
}
