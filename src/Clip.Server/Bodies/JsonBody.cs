using System.Text.Json;
using System.Text.Unicode;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>A body of JSON, whatever its content type says: several clients send none.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Parses an object.</summary>
    /// <exception cref="RequestException">It is no JSON in UTF-8, or no object.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> body)
    {
        var value = Parse(body);
        return value.ValueKind == JsonValueKind.Object
            ? value
            : throw new RequestException(400, "The request's body must be a JSON object.");
    }

    /// <summary>Parses a value.</summary>
    /// <exception cref="RequestException">It is no JSON in UTF-8.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (body.Span.StartsWith(mark))
            body = body[mark.Length..];
        if (!Utf8.IsValid(body.Span))
            throw new RequestException(400, "The request's body is not UTF-8; send the JSON in UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line && error.BytePositionInLine is { } column
                ? $" at line {line + 1}, byte {column + 1}"
                : "";
            throw new RequestException(400, $"The request's body is not valid JSON{place}.");
        }
    }
}
