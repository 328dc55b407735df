using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Clip.Server.Answers;

namespace Clip.Server.Mcp;

/// <summary>A part of a result.</summary>
internal abstract record McpBlock
{
    private McpBlock()
    {
    }

    /// <summary>A text in UTF-8.</summary>
    internal sealed record Text(ReadOnlyMemory<byte> Utf8) : McpBlock;

    /// <summary>A JPEG file.</summary>
    internal sealed record Image(ReadOnlyMemory<byte> Jpeg) : McpBlock;

    /// <summary>Where the client finds a file.</summary>
    internal sealed record Link(string Uri, string Name, string MimeType) : McpBlock;
}

/// <summary>The result of a tool: text, pictures, and the same as structured data.</summary>
internal sealed class McpResult
{
    private readonly List<McpBlock> _blocks = [];

    /// <summary>The parts, in their order.</summary>
    public IReadOnlyList<McpBlock> Blocks => _blocks;

    /// <summary>The structured data: a JSON object; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Data { get; private init; }

    /// <summary>Whether this says what went wrong.</summary>
    public bool IsError { get; private init; }

    /// <summary>What went wrong, for the model to read.</summary>
    public static McpResult Error(string message) => new McpResult { IsError = true }.WithText(message);

    /// <summary>Structured data, repeated as text for clients that know only that.</summary>
    public static McpResult Structured<T>(T value, JsonTypeInfo<T> type, bool isError = false)
    {
        var json = JsonAnswer.Bytes(value, type);
        var result = new McpResult { Data = json, IsError = isError };
        result._blocks.Add(new McpBlock.Text(json));
        return result;
    }

    /// <summary>Adds a text.</summary>
    public McpResult WithText(string text)
    {
        _blocks.Add(new McpBlock.Text(Encoding.UTF8.GetBytes(text)));
        return this;
    }

    /// <summary>Adds parts.</summary>
    public McpResult With(IEnumerable<McpBlock> blocks)
    {
        _blocks.AddRange(blocks);
        return this;
    }

    /// <summary>Writes the members of the result.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("content"u8);
        foreach (var block in _blocks)
        {
            writer.WriteStartObject();
            Write(writer, block);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (Data is { } json)
        {
            writer.WritePropertyName("structuredContent"u8);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
        writer.WriteBoolean("isError"u8, IsError);
    }

    private static void Write(Utf8JsonWriter writer, McpBlock block)
    {
        switch (block)
        {
            case McpBlock.Text text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Utf8.Span);
                break;
            case McpBlock.Image image:
                writer.WriteString("type"u8, "image"u8);
                writer.WriteBase64String("data"u8, image.Jpeg.Span);
                writer.WriteString("mimeType"u8, "image/jpeg"u8);
                break;
            case McpBlock.Link link:
                writer.WriteString("type"u8, "resource_link"u8);
                writer.WriteString("uri"u8, link.Uri);
                writer.WriteString("name"u8, link.Name);
                writer.WriteString("mimeType"u8, link.MimeType);
                break;
        }
    }
}
