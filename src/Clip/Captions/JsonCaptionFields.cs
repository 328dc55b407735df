using System.Runtime.InteropServices;
using System.Text.Json;
using Clip.Files;

namespace Clip.Captions;

/// <summary>Finds captions, pictures and ids in JSON values.</summary>
internal static class JsonCaptionFields
{
    /// <summary>
    /// The captions in a value: a string itself, those of an array, or those of properties named as such. Null stands
    /// for one that is not valid Unicode.
    /// </summary>
    public static IEnumerable<string?> Captions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [Text(element)],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Captions),
        JsonValueKind.Object =>
            element.EnumerateObject().Where(IsCaption).SelectMany(static property => Captions(property.Value)),
        _ => [],
    };

    private static bool IsCaption(JsonProperty property) =>
        CaptionFields.IsCaption(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>The picture that an object names; null if it names none.</summary>
    /// <returns>False if its name is not valid Unicode.</returns>
    public static bool TryPicture(JsonElement element, out string? picture)
    {
        picture = null;
        if (element.ValueKind != JsonValueKind.Object)
            return true;
        var (pictureRank, isFilename, folder) = (int.MaxValue, false, (string?)null);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                continue;
            var rank = CaptionFields.PictureRank(JsonMarshal.GetRawUtf8PropertyName(property));
            if (rank >= 0 && rank < pictureRank)
            {
                (picture, pictureRank) = (Text(property.Value), rank);
                isFilename = CaptionFields.IsNamed(property, "filename"u8);
            }

            if (CaptionFields.IsNamed(property, "filepath"u8))
                folder = Text(property.Value);
        }

        // Karpathy's splits name the folder in "filepath" and the file in "filename".
        if (pictureRank < int.MaxValue && picture is null)
            return false;
        if (isFilename && !string.IsNullOrEmpty(folder) && !PictureFileName.HasPictureExtension(folder))
            picture = $"{folder}/{picture}";
        return true;
    }

    /// <summary>The number or string of an object's id, or null.</summary>
    public static string? Id(JsonElement element, ReadOnlySpan<byte> name)
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

    /// <summary>A string's value, or null if it is invalid text with half a surrogate pair (<c>"\ud83d"</c>).</summary>
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
