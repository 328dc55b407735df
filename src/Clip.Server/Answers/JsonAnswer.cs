using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Answers;

/// <summary>Answers with JSON.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Format = new()
    {
        // The answers are UTF-8 and never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A value as JSON.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T value, JsonTypeInfo<T> type) =>
        Bytes(writer => JsonSerializer.Serialize(writer, value, type));

    /// <summary>What a writer writes.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Format))
            write(writer);
        return buffer.WrittenMemory;
    }

    /// <summary>Answers with a value.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = 200) =>
        WriteAsync(context, writer => JsonSerializer.Serialize(writer, value, type), status);

    /// <summary>Answers with what a writer writes.</summary>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = 200) =>
        WriteAsync(context, Bytes(write), status);

    /// <summary>Answers with JSON that is written already.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int status = 200)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }
}
