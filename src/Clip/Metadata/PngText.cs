using System.Globalization;
using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Reads the text chunks of PNG files, a keyword and a text each: what the PNG specification names, XMP, and the
/// profiles that ImageMagick, exiv2 and others write as text.
/// </summary>
internal static class PngText
{
    private const int MaxKeyword = 79;

    // Hexadecimal digits and line breaks.
    private const int MaxTextBytes = 3 * XmpReader.MaxBytes;

    /// <summary>Reads <c>tEXt</c>: a keyword and a text.</summary>
    public static void ReadPlain(ReadOnlySpan<byte> chunk, MetadataFindings found)
    {
        if (TryTake(ref chunk, out var keyword) && IsWanted(keyword))
            Add(keyword, chunk, found);
    }

    /// <summary>Reads <c>zTXt</c>: a keyword, the compression method and a compressed text.</summary>
    public static void ReadCompressed(ReadOnlySpan<byte> chunk, MetadataFindings found)
    {
        if (TryTake(ref chunk, out var keyword) && IsWanted(keyword) && chunk is [0, ..])
            Add(keyword, Decompression.ZLib(chunk[1..], MaxTextBytes), found);
    }

    /// <summary>
    /// Reads <c>iTXt</c>: a keyword, whether and how the text is compressed, the language, the keyword translated, and
    /// a text.
    /// </summary>
    public static void ReadInternational(ReadOnlySpan<byte> chunk, MetadataFindings found)
    {
        if (!TryTake(ref chunk, out var keyword) || !IsWanted(keyword) || chunk.Length < 4)
            return;
        var (isCompressed, method) = (chunk[0] == 1, chunk[1]);
        chunk = chunk[2..];
        if (!TryTake(ref chunk, out _) || !TryTake(ref chunk, out _))
            return;
        if (!isCompressed)
            Add(keyword, chunk, found);
        else if (method == 0)
            Add(keyword, Decompression.ZLib(chunk, MaxTextBytes), found);
    }

    /// <summary>Takes the bytes before the next zero off the front, and the zero.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> chunk, out string text)
    {
        var end = chunk.IndexOf((byte)0);
        text = end is < 0 or > MaxKeyword ? "" : Encoding.Latin1.GetString(chunk[..end]);
        if (end < 0)
            return false;
        chunk = chunk[(end + 1)..];
        return true;
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
