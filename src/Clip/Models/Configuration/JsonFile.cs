using System.Text.Json;
using Clip.Files;

namespace Clip.Models.Configuration;

/// <summary>Reads the small JSON files of a model folder, which are as untrusted as the rest of it.</summary>
internal static class JsonFile
{
    // The largest configurations in use have some hundred kilobytes.
    private const int MaxBytes = 8 << 20;
    private const int MaxDepth = 64;

    /// <summary>The file's root.</summary>
    /// <exception cref="ModelException">
    /// The file cannot be read, is not JSON, or is larger or more deeply nested than any configuration.
    /// </exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length > MaxBytes)
            {
                throw new ModelException(
                    path, $"is {length >> 20} MB long, and no configuration is", "check that it is the right file");
            }
            var content = new byte[length];
            var read = WholeFile.Fill(handle, content, 0);
            StandInFile.Refuse(path, content.AsSpan(0, read));
            return Parse(path, content.AsMemory(0, read));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(path, error);
        }
    }

    private static JsonElement Parse(string path, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(
                LenientJson.ToStrict(content), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new ModelException(
                path, $"is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})",
                "download the file again", error);
        }
    }
}
