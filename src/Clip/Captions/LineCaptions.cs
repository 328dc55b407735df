using System.Text;
using System.Text.Unicode;

namespace Clip.Captions;

/// <summary>Reads files whose every line is a caption, alone or after the name of its picture (Flickr token files).</summary>
internal static class LineCaptions
{
    public static void Read(CaptionSource source, CaptionFormat format, CaptionCollector found)
    {
        using var stream = source.OpenUtf8();
        var lines = new Utf8Lines(stream, CaptionFile.MaxLineBytes);
        while (lines.Read())
        {
            found.Cancellation.ThrowIfCancellationRequested();
            if (lines.TooLong)
                found.BadLength(lines.Number);
            else if (!Utf8.IsValid(lines.Current))
                found.BadEncoding(lines.Number);
            else if (format == CaptionFormat.FlickrTokens)
                ReadToken(lines, found);
            else
                found.Add(null, Encoding.UTF8.GetString(lines.Current)); // an empty line is no caption, nor an error
        }
    }

    /// <summary>The picture's name in front of <c>#number</c> and a tab, or nothing where the line has another form.</summary>
    public static ReadOnlySpan<byte> TokenPicture(ReadOnlySpan<byte> line)
    {
        var tab = line.IndexOf((byte)'\t');
        if (tab < 0)
            return default;
        var hash = line[..tab].LastIndexOf((byte)'#');
        return hash > 0 && hash < tab - 1 && !line[(hash + 1)..tab].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            ? line[..hash]
            : default;
    }

    private static void ReadToken(Utf8Lines lines, CaptionCollector found)
    {
        var line = lines.Current;
        if (line.Trim(" \t"u8).IsEmpty)
            return;
        var picture = TokenPicture(line);
        if (picture.IsEmpty)
            found.Bad(lines.Number, "does not start with a picture's name, '#' and a number", "write it as picture.jpg#0, a tab, the caption");
        else if (!found.Add(Encoding.UTF8.GetString(picture), Encoding.UTF8.GetString(line[(line.IndexOf((byte)'\t') + 1)..])))
            found.Bad(lines.Number, "has no caption", "write one behind the tab, or delete the line");
    }
}
