using System.Text;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>
/// Splits a multipart body (RFC 7578) that is in memory. Of the headers of a part only the name counts, quoted or not;
/// file names and content types are whatever the client's system makes of them.
/// </summary>
internal static class MultipartParser
{
    private const int MostParts = 4096;
    private const int MostHeaderBytes = 16 << 10;
    private const int LongestBoundary = 200;

    /// <summary>The parts, whose contents are slices of the body.</summary>
    /// <exception cref="RequestException">The body lacks the boundary that its content type names.</exception>
    public static IReadOnlyList<FormPart> Parse(ReadOnlyMemory<byte> body, string contentType)
    {
        var boundary = Parameter(contentType, "boundary");
        if (boundary is not { Length: > 0 and <= LongestBoundary })
            throw Malformed("its content type names no boundary");
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var span = body.Span;
        var at = FindDelimiter(span, delimiter, 0);
        if (at < 0)
            throw Malformed("its boundary does not occur");
        List<FormPart> parts = [];
        while (true)
        {
            at += delimiter.Length;
            if (span[at..].StartsWith("--"u8))
                return parts;
            var line = span[at..].IndexOf("\n"u8);
            if (line < 0)
                throw Malformed("it ends early");
            var start = at + line + 1;
            var next = FindDelimiter(span, delimiter, start);
            if (next < 0)
                throw Malformed("its last part is not ended by the boundary");
            if (parts.Count == MostParts)
                throw RequestException.TooLarge($"The form has more than {MostParts} parts.");
            parts.Add(Part(body[start..End(span, start, next)]));
            at = next;
        }
    }

    /// <summary>Where the next delimiter begins that stands at the start of a line, or -1.</summary>
    private static int FindDelimiter(ReadOnlySpan<byte> span, ReadOnlySpan<byte> delimiter, int from)
    {
        while (true)
        {
            var found = span[from..].IndexOf(delimiter);
            if (found < 0)
                return -1;
            found += from;
            var after = span[(found + delimiter.Length)..];
            var endsLine = after.IsEmpty || after[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'
                || after.StartsWith("--"u8);
            if ((found == 0 || span[found - 1] == '\n') && endsLine)
                return found;
            from = found + 1;
        }
    }

    /// <summary>The end of a part: without the line break before the delimiter, which belongs to that.</summary>
    private static int End(ReadOnlySpan<byte> span, int start, int delimiter)
    {
        var end = delimiter - 1;
        if (end > start && span[end - 1] == '\r')
            end--;
        return Math.Max(start, end);
    }

    private static FormPart Part(ReadOnlyMemory<byte> part)
    {
        var span = part.Span;
        var (name, isFile) = ("", false);
        var at = 0;
        while (true)
        {
            var line = span[at..].IndexOf((byte)'\n');
            if (line < 0)
                throw Malformed("a part has no end of its headers");
            if (at + line > MostHeaderBytes)
                throw RequestException.TooLarge("A part of the form has too many headers.");
            var header = span.Slice(at, line).TrimEnd((byte)'\r');
            at += line + 1;
            if (header.IsEmpty)
                return new FormPart(name, part[at..], isFile);
            var text = Encoding.UTF8.GetString(header);
            var colon = text.IndexOf(':');
            var title = text.AsSpan(0, Math.Max(0, colon)).Trim();
            if (!title.Equals("content-disposition", StringComparison.OrdinalIgnoreCase))
                continue;
            name = Parameter(text[(colon + 1)..], "name") ?? "";
            isFile = Parameter(text[(colon + 1)..], "filename") is not null
                || Parameter(text[(colon + 1)..], "filename*") is not null;
        }
    }

    /// <summary>A parameter of a header's value, such as <c>name=image</c> or <c>name="image"</c>.</summary>
    private static string? Parameter(string value, string name)
    {
        var at = value.IndexOf(';');
        while (at >= 0 && at < value.Length)
        {
            var equals = value.IndexOf('=', at);
            if (equals < 0)
                return null;
            var key = value.AsSpan(at + 1, equals - at - 1).Trim();
            var start = equals + 1;
            while (start < value.Length && value[start] is ' ' or '\t')
                start++;
            var isQuoted = start < value.Length && value[start] == '"';
            var end = isQuoted ? EndOfQuoted(value, start + 1) : value.IndexOf(';', start);
            if (end < 0)
                end = value.Length;
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return isQuoted
                    ? value[(start + 1)..end].Replace("\\\"", "\"", StringComparison.Ordinal)
                    : value[start..end].Trim();
            }
            at = value.IndexOf(';', end);
        }
        return null;
    }

    private static int EndOfQuoted(string value, int start)
    {
        for (var i = start; i < value.Length; i++)
        {
            if (value[i] == '\\')
                i++;
            else if (value[i] == '"')
                return i;
        }
        return -1;
    }

    private static RequestException Malformed(string problem) =>
        new(400, $"The request's body is no multipart form: {problem}.");
}
