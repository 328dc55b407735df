using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Clip.Captions;

/// <summary>Reads captions from JSON Lines, JSON arrays, COCO's files and Karpathy's splits of them.</summary>
internal static class JsonCaptions
{
    // Captions are flat objects; COCO's annotations and Karpathy's sentences nest a few levels deeper.
    private const int MaxDepth = 16;

    /// <summary>Reads a file with a JSON value per line.</summary>
    public static void ReadLines(CaptionSource source, CaptionCollector found)
    {
        using var stream = source.OpenUtf8();
        var lines = new CaptionLines(stream, found);
        while (lines.Read())
        {
            var line = lines.Current.Trim(" \t"u8);
            if (line.IsEmpty)
                continue;
            try
            {
                var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
                using var document = JsonDocument.ParseValue(ref reader);
                if (reader.BytesConsumed < line.Length)
                    found.Bad(lines.Number, "has more than one JSON value", "write each on a line of its own");
                else
                    AddRecord(document.RootElement, lines.Number, found);
            }
            catch (JsonException)
            {
                found.Bad(lines.Number, "is not valid JSON", "write one JSON object on each line");
            }
        }
    }

    /// <summary>Reads a file that is one JSON document.</summary>
    public static void ReadDocument(CaptionSource source, CaptionCollector found)
    {
        var pictures = new Dictionary<string, string>();
        var annotations = new List<(long Line, string Picture, string Text)>();
        using var stream = source.OpenUtf8();
        var elements = new JsonElements(stream, CaptionFile.MaxLineBytes, MaxDepth);
        try
        {
            elements.ForEach(
                ["images", "annotations"],
                (section, element) =>
                {
                    found.Cancellation.ThrowIfCancellationRequested();
                    if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(element)))
                        found.BadEncoding(elements.Line);
                    else if (section == "images" && Image(element) is { } image)
                        pictures[image.Id] = image.Picture;
                    else if (section == "annotations" && Annotation(element) is { } annotation)
                        annotations.Add((elements.Line, annotation.Image, annotation.Text));
                    else
                        AddRecord(element, elements.Line, found);
                });
        }
        catch (JsonException error)
        {
            found.Bad(
                error.LineNumber + 1 ?? elements.Line,
                "is not valid JSON, and nothing after it was read",
                "repair it, or write one JSON object on each line (.jsonl)");
        }
        catch (InvalidDataException)
        {
            found.BadLength(elements.Line);
        }

        // The annotations may precede the images that they name.
        foreach (var (line, id, text) in annotations)
        {
            if (pictures.TryGetValue(id, out var picture))
            {
                found.Add(line, picture, text);
                continue;
            }

            found.Bad(
                line,
                $"names the image {id}, which is not among the images",
                "add it with its file_name, or delete the annotation");
        }
    }

    /// <summary>An image of COCO: an object with an id and a picture, but without captions of its own.</summary>
    private static (string Id, string Picture)? Image(JsonElement element) =>
        JsonCaptionFields.Id(element, "id"u8) is { } id
        && JsonCaptionFields.TryPicture(element, out var picture) && picture is not null
        && !JsonCaptionFields.Captions(element).Any()
            ? (id, picture)
            : null;

    /// <summary>An annotation of COCO: an object with the id of an image and a caption.</summary>
    private static (string Image, string Text)? Annotation(JsonElement element) =>
        JsonCaptionFields.Id(element, "image_id"u8) is { } image
        && JsonCaptionFields.Captions(element).FirstOrDefault() is { } text
            ? (image, text)
            : null;

    /// <summary>
    /// Adds a self-contained value: a string is a caption, an object has captions and usually a picture.
    /// </summary>
    private static void AddRecord(JsonElement element, long line, CaptionCollector found)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
        {
            found.Bad(
                line, "is neither an object nor a string", "write {\"file\": \"a.jpg\", \"captions\": [\"...\"]}");
            return;
        }

        if (!JsonCaptionFields.TryPicture(element, out var picture))
        {
            found.BadEscape(line);
            return;
        }
        var added = false;
        foreach (var caption in JsonCaptionFields.Captions(element))
        {
            if (caption is null)
                found.BadEscape(line);
            added |= caption is null || found.Add(line, picture, caption);
        }
        if (!added)
            found.Bad(line, "has no caption", "give it a property caption or captions");
    }
}
