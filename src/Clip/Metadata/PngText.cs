using System.Globalization;
using Clip.Images.Containers;

namespace Clip.Metadata;

/// <summary>
/// Reads the text chunks of PNG files, a keyword and a text each: what the PNG specification names, XMP, and the
/// profiles that ImageMagick, exiv2 and others write as text.
/// </summary>
internal static class PngText
{
    // Hexadecimal digits and line breaks.
    private const int MaxTextBytes = 3 * XmpReader.MaxBytes;

    /// <summary>Reads a text if it is one of those.</summary>
    public static void Read(PngTextChunk chunk, MetadataFindings found)
    {
        if (IsWanted(chunk.Keyword))
            Add(chunk.Keyword, chunk.Text(MaxTextBytes), found);
    }

    private static bool IsWanted(string keyword) =>
        keyword is "XML:com.adobe.xmp" or "Title" or "Headline" or "Description" or "Comment" or "Creation Time"
            || RawProfile.IsNamed(keyword);

    private static void Add(string keyword, ReadOnlySpan<byte> text, MetadataFindings found)
    {
        switch (keyword)
        {
            case "XML:com.adobe.xmp":
                XmpReader.Read(text, found);
                break;
            case "Title" or "Headline":
                found.Exif.AddTitle(ByteText.Decode(text));
                break;
            case "Description":
                found.Exif.AddDescription(ByteText.Decode(text));
                break;
            case "Comment":
                found.Exif.AddComment(ByteText.Decode(text));
                break;
            case "Creation Time":
                found.AddDate(DateSource.PngCreated, ParseDate(ByteText.Decode(text)));
                break;
            default:
                RawProfile.Read(text, found);
                break;
        }
    }

    /// <summary>Reads a date as in mail, which the PNG specification recommends, or as EXIF and XMP have it.</summary>
    private static LocalTime? ParseDate(string text)
    {
        if (LocalTime.Parse(text) is { } time)
            return time;
        text = text.Trim();
        if (text.Length > 64)
            return null;
        text = text.Replace("GMT", "+0000", StringComparison.Ordinal).Replace("UTC", "+0000", StringComparison.Ordinal);
        string[] formats = ["ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz"];
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var mailed)
            ? new LocalTime(mailed.DateTime, mailed.Offset)
            : null;
    }
}
