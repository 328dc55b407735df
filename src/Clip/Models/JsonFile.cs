using System.Text.Json;

namespace Clip.Models;

/// <summary>Reads the small JSON files of a model folder, which are as untrusted as the rest of it.</summary>
internal static class JsonFile
{
    // The largest configurations in use have some hundred kilobytes.
    private const int MostBytes = 8 << 20;
    private const int MostDepth = 64;

    /// <summary>The file's root.</summary>
    /// <exception cref="ModelException">The file cannot be read, is not JSON, or is larger or deeper than any configuration.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length > MostBytes)
                throw new ModelException(path, $"is {length >> 20} MB long, and no configuration is", "check that it is the right file");
            var content = new byte[length];
            var read = 0;
            while (read < content.Length && RandomAccess.Read(handle, content.AsSpan(read), read) is > 0 and var more)
                read += more;
            StandInFile.Refuse(path, content.AsSpan(0, read));
            return Parse(path, content.AsMemory(0, read));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StandInFile.Unreadable(path, error);
        }
    }

    private static JsonElement Parse(string path, ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith("\ufeff"u8))
            content = content[3..];
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new ModelException(path, $"is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})", "download the file again", error);
        }
    }
}
