using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Clip.Server.Bodies;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Clip.Server.Mcp;

/// <summary>
/// Messages as lines of JSON over a pair of streams, with limits that the SDK's own transport lacks: on the length of a
/// line, on the requests that run at a time, and on the size of a result. When the input ends, what it has asked for is
/// answered before the connection ends, so that requests can come from a file.
/// </summary>
internal sealed class McpLineTransport : ITransport
{
    /// <summary>The longest line that is read, in bytes. No argument of a tool comes near it.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>The longest message that is written, in characters: what the strictest clients take.</summary>
    public const int LongestMessage = 1_048_576;

    private const int MostRequests = 32;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private readonly PipeReader _input;
    private readonly Stream _output;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateBounded<JsonRpcMessage>(MostRequests);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly McpPendingRequests _pending = new(MostRequests);

    /// <param name="input">The messages of the client; not disposed here.</param>
    /// <param name="output">The messages to it; not disposed here.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public McpLineTransport(Stream input, Stream output, CancellationToken cancellationToken)
    {
        _input = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
        _output = output;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <summary>Begins to read. A read of standard input cannot be stopped, so nobody waits for its end.</summary>
    public void Start() => _ = Task.Run(ReadAllAsync);

    /// <inheritdoc/>
    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        try
        {
            await WriteAsync(Bytes(message), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (message is JsonRpcResponse or JsonRpcError)
                _pending.Remove(((JsonRpcMessageWithId)message).Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _messages.Writer.TryComplete();
        _stop.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var stop = _stop.Token;
        try
        {
            await ReadLinesAsync(stop).ConfigureAwait(false);
            await _pending.WaitForNoneAsync(Grace, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the connection is to end.
        }
        finally
        {
            _messages.Writer.TryComplete();
        }
    }

    private async Task ReadLinesAsync(CancellationToken stop)
    {
        var isTooLong = false;
        while (true)
        {
            var read = await _input.ReadAsync(stop).ConfigureAwait(false);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!isTooLong)
                    await TakeAsync(rest.Slice(0, end), stop).ConfigureAwait(false);
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted && !isTooLong)
                await TakeAsync(rest, stop).ConfigureAwait(false);
            if (rest.Length > LongestLine && !isTooLong)
            {
                isTooLong = true;
                await RefuseAsync(
                    -32600, $"A message is longer than {LongestLine} bytes.", id: null, stop).ConfigureAwait(false);
            }
            _input.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
            if (read.IsCompleted)
                return;
        }
    }

    private async Task TakeAsync(ReadOnlySequence<byte> line, CancellationToken stop)
    {
        if (line.Length > LongestLine)
        {
            await RefuseAsync(
                -32600, $"A message is longer than {LongestLine} bytes.", id: null, stop).ConfigureAwait(false);
            return;
        }
        var bytes = line.ToArray().AsMemory();
        if (bytes.Span.Trim(" \t\r"u8).IsEmpty)
            return;
        JsonRpcMessage? message = null;
        try
        {
            message = JsonSerializer.Deserialize(bytes.Span, MessageType);
        }
        catch (JsonException)
        {
            // Said below, as for a null.
        }
        if (message is null)
        {
            var (code, text, id) = Wrong(bytes);
            await RefuseAsync(code, text, id, stop).ConfigureAwait(false);
            return;
        }
        if (message is JsonRpcRequest { Method: RequestMethods.ToolsCall }
            && CallProblem(bytes) is var (problem, callId))
        {
            // The SDK would call it an internal error.
            await RefuseAsync(-32602, problem, callId, stop).ConfigureAwait(false);
            return;
        }
        if (message is JsonRpcRequest request)
            await _pending.AddAsync(request.Id, stop).ConfigureAwait(false);
        else if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled)
            _pending.RemoveCancelled(cancelled);
        await _messages.Writer.WriteAsync(message, stop).ConfigureAwait(false);
    }

    /// <summary>
    /// What is wrong with a line that is no message; a batch is none, because no current client sends one.
    /// </summary>
    private static (int Code, string Text, JsonElement? Id) Wrong(ReadOnlyMemory<byte> line)
    {
        try
        {
            return (-32600, McpError.NotAMessage().Message, McpMessage.IdOf(JsonElement.Parse(line.Span)));
        }
        catch (JsonException)
        {
            return (-32700, McpError.Parse().Message, null);
        }
    }

    private static (string Problem, JsonElement? Id)? CallProblem(ReadOnlyMemory<byte> line)
    {
        var message = JsonElement.Parse(line.Span);
        var parameters = message.Member("params") ?? default;
        if (parameters.Member("name") is not { ValueKind: JsonValueKind.String })
            return (McpMessage.NoTool, McpMessage.IdOf(message));
        return parameters.Member("arguments") is { ValueKind: not JsonValueKind.Object }
            ? ("The arguments must be a JSON object.", McpMessage.IdOf(message))
            : null;
    }

    private static ReadOnlyMemory<byte> Bytes(JsonRpcMessage message)
    {
        var bytes = Line(writer => JsonSerializer.Serialize(writer, message, MessageType));
        var isTooLong = bytes.Length > LongestMessage && Encoding.UTF8.GetCharCount(bytes.Span) > LongestMessage;
        if (!isTooLong || message is not JsonRpcResponse response)
            return bytes;
        return Bytes(new JsonRpcError
        {
            Id = response.Id,
            Error = new JsonRpcErrorDetail
            {
                Code = -32603,
                Message = $"The answer is longer than {LongestMessage} characters; ask for fewer pictures.",
            },
        });
    }

    private Task RefuseAsync(int code, string text, JsonElement? id, CancellationToken stop) => WriteAsync(
        Line(writer => McpEnvelope.Write(writer, id, "error", error =>
        {
            error.WriteNumber("code"u8, code);
            error.WriteString("message"u8, text);
        })),
        stop);

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Format))
            write(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads the answers any more.
            await _stop.CancelAsync().ConfigureAwait(false);
            _messages.Writer.TryComplete();
        }
        finally
        {
            _writing.Release();
        }
    }
}
