using System.Text.Json;

namespace Clip.Interchange.JsonLines;

/// <summary>The content of a file of JSON: a value a line, or one value.</summary>
internal static class LineFile
{
    /// <summary>
    /// The lines that are not empty: the number of each, from 1, and its value; null where it is not JSON.
    /// </summary>
    /// <param name="content">The file as UTF-8.</param>
    public static IEnumerable<(long Line, JsonElement? Value)> Read(ReadOnlyMemory<byte> content)
    {
        foreach (var (number, line) in Lines(content))
            yield return (number, Parse(line));
    }

    /// <summary>
    /// The value that a file is as a whole; null where its first line is a value already, but not the only one, or
    /// where it is not JSON.
    /// </summary>
    /// <param name="content">The file as UTF-8.</param>
    public static JsonElement? Whole(ReadOnlyMemory<byte> content)
    {
        var first = Lines(content).Take(2).ToList();
        if (first.Count == 0)
            return null;
        var value = Parse(first[0].Line);
        return first.Count == 1 ? value : value is null ? Parse(content) : null;
    }

    private static IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> Lines(ReadOnlyMemory<byte> content)
    {
        long number = 0;
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            number++;
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                yield return (number, line);
        }
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonElement.Parse(LenientJson.ToStrict(json).Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
