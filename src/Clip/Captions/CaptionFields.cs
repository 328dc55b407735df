using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Clip.Captions;

/// <summary>
/// The usual names of columns and properties with a picture or its captions. Case, spaces, hyphens and underscores are
/// ignored, and the name of a caption may end with a number (<c>caption_1</c>).
/// </summary>
internal static class CaptionFields
{
    private const int MaxNameLength = 32;

    // In the order of preference, for files that have several.
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> PictureNames = new[]
    {
        "file", "path", "filename", "filepath", "image", "imagename", "imagepath", "imagefile", "imagefilename",
        "img", "imgpath", "imgname", "picture", "photo", "url", "imageurl", "imgurl",
    }.Index().ToFrozenDictionary(name => name.Item, name => name.Index).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CaptionNames = new[]
    {
        "caption", "captions", "text", "texts", "title", "comment", "comments", "sentence", "sentences", "raw",
        "description", "alt", "alttext",
    }.ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The rank of a name of the picture's field: 0 is best; -1 if it does not name the picture.</summary>
    public static int PictureRank(ReadOnlySpan<char> name) =>
        PictureNames.TryGetValue(Normalize(name, stackalloc char[MaxNameLength]), out var rank) ? rank : -1;

    /// <inheritdoc cref="PictureRank(ReadOnlySpan{char})"/>
    public static int PictureRank(ReadOnlySpan<byte> name) => PictureRank(Decode(name, stackalloc char[MaxNameLength]));

    /// <summary>Whether a name is that of a field with captions.</summary>
    public static bool IsCaption(ReadOnlySpan<char> name) =>
        CaptionNames.Contains(Normalize(name, stackalloc char[MaxNameLength]).TrimEnd("0123456789"));

    /// <inheritdoc cref="IsCaption(ReadOnlySpan{char})"/>
    public static bool IsCaption(ReadOnlySpan<byte> name) => IsCaption(Decode(name, stackalloc char[MaxNameLength]));

    /// <summary>
    /// Whether a property has exactly this name. Raw names are compared, because an escaped name may be invalid text.
    /// </summary>
    public static bool IsNamed(JsonProperty property, ReadOnlySpan<byte> name) =>
        JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(name);

    private static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> name, Span<char> normal)
    {
        if (name.Length > normal.Length)
            return default;
        var length = 0;
        foreach (var c in name)
        {
            if (c is not (' ' or '_' or '-'))
                normal[length++] = char.ToLowerInvariant(c);
        }

        return normal[..length];
    }

    private static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> name, Span<char> decoded) =>
        Encoding.ASCII.TryGetChars(name, decoded, out var length) ? decoded[..length] : default;
}
