using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>The lines of a file of JSON values, one a line.</summary>
internal static class LineFile
{
    /// <summary>
    /// The lines that are not empty: the number of each, from 1, and its value; null where it is not JSON.
    /// </summary>
    /// <exception cref="InterchangeException">The file cannot be read.</exception>
    public static IEnumerable<(long Line, JsonElement? Value)> Read(string path)
    {
        var content = LenientJson.ToUtf8(InterchangeFile.Read(path));
        long number = 0;
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            number++;
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                yield return (number, Parse(line));
        }
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(LenientJson.ToStrict(line));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
