using System.Text;
using System.Text.Json;
using Clip.Server.Status;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Clip.Server.Mcp;

/// <summary>
/// The Model Context Protocol over a pair of streams, usually standard input and output, one message a line. The
/// official SDK speaks both eras of the protocol; the tools are those of the HTTP server.
/// </summary>
internal sealed class McpStdioServer(McpTools tools, ILoggerFactory logs)
{
    /// <summary>Answers until the input ends and what it asked for is answered.</summary>
    /// <param name="input">The messages of the client.</param>
    /// <param name="output">The messages to it.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var transport = new McpLineTransport(input, output, cancellationToken);
        await using var server = McpServer.Create(transport, Options(), logs);
        transport.Start();
        await server.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation
        {
            Name = "clip",
            Title = "Clip picture search",
            Version = StatusEndpoint.Version,
        },
        ServerInstructions = McpTools.Instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability { ListChanged = false } },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = static (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = Tools() }),
            CallToolHandler = CallAsync,
        },
    };

    private async ValueTask<CallToolResult> CallAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var arguments = request.Params!.Arguments is { } given ? ObjectOf(given) : default;
        var result = await tools.CallAsync(request.Params.Name, arguments, McpLinks.ToFiles, cancellationToken)
            .ConfigureAwait(false);
        return new CallToolResult
        {
            Content = [.. result.Blocks.Select(BlockOf)],
            StructuredContent = result.Data is { } data ? JsonElement.Parse(data.Span) : null,
            IsError = result.IsError,
        };
    }

    private static ContentBlock BlockOf(McpBlock block) => block switch
    {
        McpBlock.Text text => new TextContentBlock { Text = Encoding.UTF8.GetString(text.Utf8.Span) },
        McpBlock.Image image => ImageContentBlock.FromBytes(image.Jpeg, "image/jpeg"),
        McpBlock.Link link => new ResourceLinkBlock { Uri = link.Uri, Name = link.Name, MimeType = link.MimeType },
        _ => throw new InvalidOperationException("There is no such part of a result."),
    };

    private static IList<Tool> Tools()
    {
        var type = McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<Tool>));
        return (IList<Tool>)JsonSerializer.Deserialize(McpToolList.Json.Span, type)!;
    }

    private static JsonElement ObjectOf(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
