using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Clip.Files;

namespace Clip.Captions;

/// <summary>Reads captions from JSON Lines, JSON arrays, COCO's files and Karpathy's splits of them.</summary>
internal static class JsonCaptions
{
    // A caption's object is flat; COCO's annotations and Karpathy's sentences nest a few levels more.
    private const int MaxDepth = 16;

    public static void ReadLines(CaptionSource source, CaptionCollector found)
    {
        using var stream = source.OpenUtf8();
        var lines = new Utf8Lines(stream, CaptionFile.MaxLineBytes);
        while (lines.Read())
        {
            found.Cancellation.ThrowIfCancellationRequested();
            if (lines.TooLong)
            {
                found.BadLength(lines.Number);
                continue;
            }

            var line = lines.Current.Trim(" \t"u8);
            if (line.IsEmpty)
                continue;
            if (!Utf8.IsValid(line))
            {
                found.BadEncoding(lines.Number);
                continue;
            }

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
                    else if (section == "images" && Id(element, "id"u8) is { } id && Picture(element) is { } picture && !HasCaption(element))
                        pictures[id] = picture;
                    else if (section == "annotations" && Id(element, "image_id"u8) is { } imageId && Captions(element).FirstOrDefault() is { } text)
                        annotations.Add((elements.Line, imageId, text));
                    else
                        AddRecord(element, elements.Line, found);
                });
        }
        catch (JsonException error)
        {
            found.Bad(error.LineNumber + 1 ?? elements.Line, "is not valid JSON, and nothing behind it was read", "repair it, or write one JSON object on each line (.jsonl)");
        }
        catch (InvalidDataException)
        {
            found.BadLength(elements.Line);
        }

        // The annotations may stand in front of the images that they name.
        foreach (var (line, id, text) in annotations)
        {
            if (pictures.TryGetValue(id, out var picture))
                found.Add(picture, text);
            else
                found.Bad(line, $"names the image {id}, which is not among the images", "add it with its file_name, or delete the annotation");
        }
    }

    /// <summary>Adds what a JSON value says by itself: a string is a caption, an object has captions and mostly a picture.</summary>
    private static void AddRecord(JsonElement element, long line, CaptionCollector found)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
        {
            found.Bad(line, "is neither an object nor a string", "write {\"file\": \"a.jpg\", \"captions\": [\"...\"]}");
            return;
        }

        var picture = Picture(element);
        var added = false;
        foreach (var caption in Captions(element))
            added |= found.Add(picture, caption);
        if (!added)
            found.Bad(line, "has no caption", "give it a property caption or captions");
    }

    private static bool HasCaption(JsonElement element) => Captions(element).Any();

    /// <summary>The captions that a value holds: itself, those of its array, or those of its properties so named.</summary>
    private static IEnumerable<string> Captions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element) is { } text ? [text] : [],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Captions),
        JsonValueKind.Object => element.EnumerateObject().Where(property => CaptionFields.IsCaption(JsonMarshal.GetRawUtf8PropertyName(property))).SelectMany(property => Captions(property.Value)),
        _ => [],
    };

    private static string? Picture(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var (picture, pictureRank, isFilename, folder) = ((string?)null, int.MaxValue, false, (string?)null);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                continue;
            var rank = CaptionFields.PictureRank(JsonMarshal.GetRawUtf8PropertyName(property));
            if (rank >= 0 && rank < pictureRank)
                (picture, pictureRank, isFilename) = (Text(property.Value), rank, CaptionFields.IsNamed(property, "filename"u8));
            if (CaptionFields.IsNamed(property, "filepath"u8))
                folder = Text(property.Value);
        }

        // Karpathy's splits name the folder in "filepath" and the file in "filename".
        return isFilename && !string.IsNullOrEmpty(folder) && !PictureFileName.HasPictureExtension(folder) ? $"{folder}/{picture}" : picture;
    }

    private static string? Id(JsonElement element, ReadOnlySpan<byte> name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        string? id = null;
        foreach (var property in element.EnumerateObject())
        {
            if (CaptionFields.IsNamed(property, name))
            {
                id = property.Value.ValueKind switch
                {
                    JsonValueKind.Number => property.Value.GetRawText(),
                    JsonValueKind.String => Text(property.Value),
                    _ => null,
                };
            }
        }

        return id;
    }

    /// <summary>A string's value, or null where it holds half a surrogate pair (<c>"\ud83d"</c>), which is no text.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
