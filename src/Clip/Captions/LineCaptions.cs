using System.Text;

namespace Clip.Captions;

/// <summary>Reads files with a caption per line, alone or after the name of its picture (Flickr token files).</summary>
internal static class LineCaptions
{
    /// <summary>Reads a whole file.</summary>
    public static void Read(CaptionSource source, CaptionFormat format, CaptionCollector found)
    {
        using var stream = source.OpenUtf8();
        var lines = new CaptionLines(stream, found);
        while (lines.Read())
        {
            if (format == CaptionFormat.FlickrTokens)
                ReadToken(lines, found);
            else // an empty line is neither a caption nor an error
                found.Add(lines.Number, null, Encoding.UTF8.GetString(lines.Current));
        }
    }

    /// <summary>The picture's name before <c>#number</c> and a tab; empty if the line has another form.</summary>
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

    private static void ReadToken(CaptionLines lines, CaptionCollector found)
    {
        var line = lines.Current;
        if (line.Trim(" \t"u8).IsEmpty)
            return;
        var picture = TokenPicture(line);
        if (picture.IsEmpty)
        {
            found.Bad(
                lines.Number,
                "does not start with a picture's name, '#' and a number",
                "write it as picture.jpg#0, a tab, the caption");
            return;
        }

        var text = line[(line.IndexOf((byte)'\t') + 1)..];
        if (!found.Add(lines.Number, Encoding.UTF8.GetString(picture), Encoding.UTF8.GetString(text)))
            found.Bad(lines.Number, "has no caption", "write one after the tab, or delete the line");
    }
}
