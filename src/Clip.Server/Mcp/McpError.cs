namespace Clip.Server.Mcp;

/// <summary>A JSON-RPC error.</summary>
/// <param name="code">Its code.</param>
/// <param name="message">What is wrong.</param>
/// <param name="status">The HTTP status that goes with it.</param>
internal sealed class McpError(int code, string message, int status) : Exception(message)
{
    public int Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>
    /// The version that was asked for and is unknown, so that the error lists those that are known; null in others.
    /// </summary>
    public string? RequestedVersion { get; private init; }

    private const int UnsupportedVersion = -32022;

    public static McpError Parse() => new(-32700, "The message is not valid JSON.", 400);

    public static McpError NotAMessage() => new(-32600, "The message is not a JSON-RPC 2.0 request.", 400);

    public static McpError UnknownVersion(string version) =>
        new(UnsupportedVersion, $"The protocol version '{version}' is not supported.", 400)
        {
            RequestedVersion = version,
        };

    public static McpError HeaderMismatch(string header) =>
        new(-32020, $"The header {header} is missing or differs from the message.", 400);

    public static McpError UnknownMethod(string method, bool isStateless) =>
        new(-32601, $"There is no method '{method}'.", isStateless ? 404 : 200);

    public static McpError InvalidParameters(string message, int status) => new(-32602, message, status);
}
