using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Clip.Captions;

/// <summary>
/// The names that people give to the columns and properties that hold a picture or its captions. Case, spaces, hyphens
/// and underscores do not count, and a caption's name may end with a number (<c>caption_1</c>).
/// </summary>
internal static class CaptionFields
{
    private const int LongestName = 32;

    // In the order of preference, where several stand side by side.
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

    /// <summary>How well a name says that it holds the picture: 0 is best; -1 where it does not.</summary>
    public static int PictureRank(ReadOnlySpan<char> name) =>
        PictureNames.TryGetValue(Normalise(name, stackalloc char[LongestName]), out var rank) ? rank : -1;

    /// <inheritdoc cref="PictureRank(ReadOnlySpan{char})"/>
    public static int PictureRank(ReadOnlySpan<byte> name) => PictureRank(Decode(name, stackalloc char[LongestName]));

    /// <summary>Whether a name says that it holds captions.</summary>
    public static bool IsCaption(ReadOnlySpan<char> name) =>
        CaptionNames.Contains(Normalise(name, stackalloc char[LongestName]).TrimEnd("0123456789"));

    /// <inheritdoc cref="IsCaption(ReadOnlySpan{char})"/>
    public static bool IsCaption(ReadOnlySpan<byte> name) => IsCaption(Decode(name, stackalloc char[LongestName]));

    /// <summary>Whether a property has exactly this name. Names are compared as they are written: one with escapes may be no text.</summary>
    public static bool IsNamed(JsonProperty property, ReadOnlySpan<byte> name) =>
        JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(name);

    private static ReadOnlySpan<char> Normalise(ReadOnlySpan<char> name, Span<char> normal)
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
