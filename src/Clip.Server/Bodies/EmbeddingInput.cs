using System.Text.Json;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>A text or a picture of a request: exactly one of them is set.</summary>
/// <param name="Text">A text.</param>
/// <param name="Picture">A picture as base64, a data URL or an address.</param>
internal readonly record struct EmbeddingInput(string? Text, string? Picture)
{
    private static readonly string[] PictureNames = ["image", "bytes", "url", "image_url"];

    /// <summary>
    /// Reads one item: a text, a data URL, or an object with <c>text</c>, <c>image</c>, <c>bytes</c>, <c>url</c> or
    /// <c>image_url</c>.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="arePictures">Whether a text stands for a picture, as the request says.</param>
    /// <exception cref="RequestException">It is something else.</exception>
    public static EmbeddingInput Read(JsonElement item, string name, bool arePictures)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            var text = JsonMembers.TextOf(item, name);
            return arePictures || PictureText.IsDataUrl(text)
                ? new EmbeddingInput(null, text)
                : new EmbeddingInput(text, null);
        }
        if (item.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(name, $"'{name}' must be a text or an object with a text or a picture.");
        var written = item.Text("text");
        var picture = PictureOf(item, name);
        if (written is { Length: > 0 } && picture is { Length: > 0 })
        {
            throw RequestException.Invalid(
                name, $"'{name}' holds a text and a picture, which have a vector each: send two items.");
        }
        // An empty one stands for none, as some clients send all that they know.
        if (written is { Length: > 0 } || picture is null)
            return new EmbeddingInput(written ?? throw Missing(name), null);
        return written is not null && picture.Length == 0
            ? new EmbeddingInput(written, null)
            : new EmbeddingInput(null, picture);
    }

    private static string? PictureOf(JsonElement item, string name)
    {
        foreach (var member in PictureNames)
        {
            if (item.Member(member) is { } value)
            {
                return value.ValueKind == JsonValueKind.Object
                    ? value.Text("url") ?? throw Missing(name)
                    : JsonMembers.TextOf(value, $"{name}.{member}");
            }
        }
        return null;
    }

    private static RequestException Missing(string name) => RequestException.Invalid(
        name, $"'{name}' holds neither a text nor a picture: send {{\"text\": ...}} or {{\"image\": base64}}.");
}
