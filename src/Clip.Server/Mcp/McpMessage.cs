using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>A JSON-RPC message of the Model Context Protocol.</summary>
/// <param name="Id">The request's id, a number or a text; null in a notification.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters; undefined for none.</param>
internal sealed record McpMessage(JsonElement? Id, string Method, JsonElement Parameters)
{
    /// <summary>The revision without sessions, in which every request says its version.</summary>
    public const string Stateless = "2026-07-28";

    /// <summary>Revisions that begin with <c>initialize</c>, the latest first.</summary>
    public static readonly string[] Initialized = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>What is wrong with a call that names no tool.</summary>
    public const string NoTool = "The call names no tool: params.name is missing or no text.";

    private const string VersionKey = "io.modelcontextprotocol/protocolVersion";

    /// <summary>The version that the message itself says; null where it says none.</summary>
    public string? Version => Parameters.Member("_meta")?.Member(VersionKey) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()
        : null;

    /// <summary>The name of the tool that is called, or null.</summary>
    public string? Name => Parameters.Member("name") is { ValueKind: JsonValueKind.String } text
        ? text.GetString()
        : null;

    /// <summary>Parses a message.</summary>
    /// <exception cref="McpError">It is none. A batch is none either: no current client sends one.</exception>
    public static McpMessage Parse(ReadOnlyMemory<byte> body)
    {
        JsonElement message;
        try
        {
            message = JsonBody.Parse(body);
        }
        catch (RequestException)
        {
            throw McpError.Parse();
        }
        if (message.Member("jsonrpc") is not { ValueKind: JsonValueKind.String } version
            || version.GetString() != "2.0")
        {
            throw McpError.NotAMessage();
        }
        var id = message.Member("id");
        if (id is { ValueKind: not (JsonValueKind.String or JsonValueKind.Number) })
            throw McpError.NotAMessage();
        var parameters = message.Member("params") ?? default;
        if (message.Member("method") is { ValueKind: JsonValueKind.String } method)
            return new McpMessage(id, method.GetString()!, parameters);
        // An answer to a request that this server never sends; there is nothing to say to it.
        return message.Member("result") is not null || message.Member("error") is not null
            ? new McpMessage(null, "", parameters)
            : throw McpError.NotAMessage();
    }

    /// <summary>The id of whatever a body holds, for an error about it.</summary>
    public static JsonElement? IdOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return IdOf(JsonBody.Parse(body));
        }
        catch (RequestException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="IdOf(ReadOnlyMemory{byte})"/>
    public static JsonElement? IdOf(JsonElement message) => message.Member("id") is
    { ValueKind: JsonValueKind.String or JsonValueKind.Number } id ? id : null;
}
