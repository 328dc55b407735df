using System.Text.Json;

namespace Clip.Server.Mcp;

/// <summary>What surrounds each answer: a message of JSON-RPC 2.0.</summary>
internal static class McpEnvelope
{
    /// <summary>Writes a message.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="id">The id of the request; null where none could be read.</param>
    /// <param name="member"><c>result</c> or <c>error</c>.</param>
    /// <param name="write">Writes the members of that object.</param>
    public static void Write(Utf8JsonWriter writer, JsonElement? id, string member, Action<Utf8JsonWriter> write)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        if (id is { } given)
            given.WriteTo(writer);
        else
            writer.WriteNullValue();
        writer.WriteStartObject(member);
        write(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
