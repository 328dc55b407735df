using System.Text.Json;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Mcp;

/// <summary><c>POST /mcp</c>: the Model Context Protocol over HTTP, one message a request, without sessions.</summary>
internal sealed class McpEndpoint(RequestBody bodies, McpTools tools)
{
    private const string VersionHeader = "MCP-Protocol-Version";
    private const string MethodHeader = "Mcp-Method";
    private const string NameHeader = "Mcp-Name";

    private readonly McpProtocol _protocol = new(tools);

    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        try
        {
            var message = McpMessage.Parse(body);
            var isStateless = Check(message, context.Request.Headers);
            if (message.Id is not { } id)
            {
                // Notifications: initialized, cancelled. A request is cancelled by closing its connection.
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            }
            var request = context.Request;
            var links = McpLinks.ToServer($"{request.Scheme}://{request.Host}{request.PathBase}");
            var result = await _protocol.AnswerAsync(message, isStateless, links, context.RequestAborted)
                .ConfigureAwait(false);
            await WriteAsync(context, id, 200, "result", result).ConfigureAwait(false);
        }
        catch (McpError error)
        {
            await WriteAsync(context, McpMessage.IdOf(body), error.Status, "error", writer => Write(writer, error))
                .ConfigureAwait(false);
        }
    }

    /// <summary>Compares the message with the headers that describe it.</summary>
    /// <returns>Whether it is of the revision without sessions.</returns>
    /// <exception cref="McpError">They differ, or the version is unknown.</exception>
    private static bool Check(McpMessage message, IHeaderDictionary headers)
    {
        var header = headers[VersionHeader].ToString();
        var version = message.Version ?? header;
        if (version.Length > 0 && version != McpMessage.Stateless && !McpMessage.Initialized.Contains(version))
            throw McpError.UnknownVersion(version);
        if (version != McpMessage.Stateless)
            return false;
        if (message.Id is null)
            return true;
        if (message.Version is null)
            throw McpError.InvalidParameters("The request's _meta lacks the protocol version.", 400);
        Require(header == version, VersionHeader);
        Require(headers[MethodHeader].ToString() == message.Method, MethodHeader);
        if (message.Method == "tools/call")
            Require(headers[NameHeader].ToString() == message.Name, NameHeader);
        return true;

        static void Require(bool fits, string name)
        {
            if (!fits)
                throw McpError.HeaderMismatch(name);
        }
    }

    private static void Write(Utf8JsonWriter writer, McpError error)
    {
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteString("message"u8, error.Message);
        if (error.RequestedVersion is not { } version)
            return;
        writer.WriteStartObject("data"u8);
        writer.WriteStartArray("supported"u8);
        writer.WriteStringValue(McpMessage.Stateless);
        writer.WriteEndArray();
        writer.WriteString("requested"u8, version);
        writer.WriteEndObject();
    }

    private static Task WriteAsync(
        HttpContext context, JsonElement? id, int status, string member, Action<Utf8JsonWriter> write) =>
        JsonAnswer.WriteAsync(context, writer => McpEnvelope.Write(writer, id, member, write), status);
}
