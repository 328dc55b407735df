using System.Text;
using System.Text.Json;

namespace Clip.Server.Mcp;

/// <summary>The result of a tool: text, pictures, and the same as structured data.</summary>
internal sealed class McpResult
{
    private readonly List<(string Kind, ReadOnlyMemory<byte> Content)> _blocks = [];
    private ReadOnlyMemory<byte>? _structured;
    private bool _isError;

    /// <summary>What went wrong, for the model to read.</summary>
    public static McpResult Error(string message)
    {
        var result = new McpResult { _isError = true };
        result._blocks.Add(("text", Encoding.UTF8.GetBytes(message)));
        return result;
    }

    /// <summary>Structured data, repeated as text for clients that know only that.</summary>
    /// <param name="json">A JSON object.</param>
    public static McpResult Structured(ReadOnlyMemory<byte> json)
    {
        var result = new McpResult { _structured = json };
        result._blocks.Add(("text", json));
        return result;
    }

    /// <summary>Pictures with their names.</summary>
    public static McpResult Pictures(IEnumerable<(string Name, ReadOnlyMemory<byte> Jpeg)> pictures)
    {
        var result = new McpResult();
        foreach (var (name, jpeg) in pictures)
        {
            result._blocks.Add(("text", Encoding.UTF8.GetBytes(name)));
            result._blocks.Add(("image", jpeg));
        }
        return result;
    }

    /// <summary>Writes the members of the result.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("content"u8);
        foreach (var (kind, content) in _blocks)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, kind);
            if (kind == "image")
            {
                writer.WriteBase64String("data"u8, content.Span);
                writer.WriteString("mimeType"u8, "image/jpeg"u8);
            }
            else
            {
                writer.WriteString("text"u8, content.Span);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (_structured is { } json)
        {
            writer.WritePropertyName("structuredContent"u8);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
        writer.WriteBoolean("isError"u8, _isError);
    }
}
