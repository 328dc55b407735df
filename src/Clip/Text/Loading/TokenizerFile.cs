using System.Text.Json;
using Clip.Files;
using Clip.Text.AddedTokens;
using Clip.Text.Decoding;
using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.PostProcessing;
using Clip.Text.PreTokenizers;

namespace Clip.Text.Loading;

/// <summary>The content of a <c>tokenizer.json</c>, read and checked.</summary>
internal sealed class TokenizerFile
{
    /// <summary>Four times the largest known tokenizer.json; a larger file is a mistake or an attack.</summary>
    private const long MaxFileSize = 256L << 20;

    /// <summary>The file, for errors.</summary>
    public required string Source { get; init; }

    public required AddedTokenSet AddedTokens { get; init; }

    public required Normalizer? Normalizer { get; init; }

    public required PreTokenizer? PreTokenizer { get; init; }

    public required TokenModel Model { get; init; }

    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Turns tokens back into text.</summary>
    public required TokenDecoder Decoder { get; init; }

    public required TruncationRule? Truncation { get; init; }

    public required PaddingRule? Padding { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerException">The file cannot be read, or is not a supported tokenizer.</exception>
    public static TokenizerFile Load(string path) => Parse(ReadBytes(path), path);

    /// <summary>Parses the content of a file.</summary>
    /// <exception cref="TokenizerException">The content is not a supported tokenizer.</exception>
    public static TokenizerFile Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            var utf8 = LenientJson.ToUtf8(json).Span;
            return utf8.IsEmpty
                ? throw FileErrors.Damaged(source, "is empty")
                : TokenizerFileReader.Read(utf8, source);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
            throw FileErrors.Damaged(source, $"is not valid JSON{place}", e);
        }
        catch (Exception e) when (IsMalformedContent(e))
        {
            throw FileErrors.Damaged(source, $"is not a tokenizer file: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether an exception of any reader means malformed content. System.Text.Json throws InvalidOperationException
    /// for a string with an unpaired surrogate, wherever it is read; it is handled here once for all readers.
    /// </summary>
    private static bool IsMalformedContent(Exception error) =>
        error is InvalidOperationException or FormatException or OverflowException or InvalidDataException;

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return StreamedFile.Read(file, MaxFileSize) ?? throw new TokenizerException(
                path, $"is larger than {MaxFileSize >> 20} MB, and no tokenizer file is",
                "check that it is the right file");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TokenizerException(path, "does not exist", "check the path", e);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TokenizerException(
                path, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }
    }
}
