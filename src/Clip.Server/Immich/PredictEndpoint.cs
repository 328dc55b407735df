using System.Buffers;
using System.Text;
using System.Text.Json;
using Clip.Server.Answers;
using Clip.Server.Batching;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Immich;

/// <summary>
/// <c>GET /ping</c> and <c>POST /predict</c> as Immich's machine learning server answers them. Immich logs only the
/// status of an error, so the reason is in this server's log too.
/// </summary>
internal sealed class PredictEndpoint(Mounts mounts, RequestBody bodies)
{
    public static async Task PingAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync("pong"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }

    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var form = Form.Parse(context.Request, body);
        var entries = PredictEntries.Parse(form.Text("entries"));
        if (entries.IsEmpty)
        {
            await JsonAnswer.WriteAsync(context, "{}"u8.ToArray()).ConfigureAwait(false);
            return;
        }
        var picture = entries.Visual is null ? null : await EncodePictureAsync(form, entries.Visual, context)
            .ConfigureAwait(false);
        var text = entries.Textual is null ? null : await EncodeTextAsync(form, entries.Textual, context)
            .ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("clip"u8, Written(text ?? picture!.Vector));
            if (picture is not null)
            {
                writer.WriteNumber("imageHeight"u8, picture.Height);
                writer.WriteNumber("imageWidth"u8, picture.Width);
            }
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task<BatchedImage> EncodePictureAsync(Form form, string name, HttpContext context)
    {
        var model = mounts.Model(name);
        if (form.Find("image") is not { Content.Length: > 0 } image)
            throw new RequestException(400, "The field 'image' is missing or empty.");
        return await model.EncodeAsync(new PictureItem(image.Content, "image"), context.RequestAborted)
            .ConfigureAwait(false);
    }

    private async Task<float[]> EncodeTextAsync(Form form, string name, HttpContext context)
    {
        var model = mounts.Model(name);
        if (form.Text("text") is not { Length: > 0 } text)
            throw new RequestException(400, "The field 'text' is missing or empty.");
        return await model.EncodeAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The vector as JSON, which Immich hands to its database as a text.</summary>
    private static string Written(float[] vector)
    {
        var buffer = new ArrayBufferWriter<byte>(vector.Length * 12);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var value in vector)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }
        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }
}
