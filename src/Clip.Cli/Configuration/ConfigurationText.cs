using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Clip.Cli.Options;
using Clip.Files;

namespace Clip.Cli.Configuration;

/// <summary>
/// The text of a configuration file: UTF-8, with a byte order mark or without, or what editors of Windows call Unicode,
/// UTF-16 with its mark.
/// </summary>
internal static class ConfigurationText
{
    private const int MaxBytes = 1 << 20;

    private const string NameAnother = "correct --config or CLIPSEARCH_CONFIG, where none stands for no file";
    private const string SaveAgain = "save the file as UTF-8";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ClipException">It cannot be read, or is not a text.</exception>
    public static string Read(string path)
    {
        using var content = ReadBytes(path);
        return Decode(path, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return DecodeWide(path, bytes[2..], isBigEndian: bytes[0] == 0xFE);
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        var text = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, text, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
            throw Invalid(path, bytes[..read].Count((byte)'\n'), "has bytes that are not UTF-8", SaveAgain);
        // UTF-16 without a mark is UTF-8 too where it has no other letters than ASCII's.
        if (bytes.IndexOf((byte)0) is >= 0 and var zero)
        {
            throw Invalid(
                path, bytes[..zero].Count((byte)'\n'), "has a zero byte, which no text in UTF-8 has", SaveAgain);
        }
        return new string(text, 0, written);
    }

    private static string DecodeWide(string path, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: false);
        var text = encoding.GetString(bytes);
        // The decoder puts U+FFFD in the place of half a pair; zeros are those of UTF-32.
        return text.AsSpan().IndexOfAny('\uFFFD', '\0') is >= 0 and var place
            ? throw Invalid(path, text.AsSpan(0, place).Count('\n'), "is not valid UTF-16", SaveAgain)
            : text;
    }

    private static MemoryStream ReadBytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ClipException(
                path, "is a folder, not a configuration file", "name the file in it, or none for no file");
        }
        try
        {
            using var stream = File.OpenRead(path);
            return ListFile.ReadAll(stream, path, MaxBytes);
        }
        catch (ClipException error)
        {
            throw new ClipException(path, "is too large for a configuration file", "name another file", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClipException(path, "does not exist", NameAnother, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw UnreadableFile.Describe(path, error);
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            throw new ClipException(path, $"cannot be read ({error.Message.TrimEnd('.')})", NameAnother, error);
        }
    }

    private static ClipException Invalid(string path, int linesBefore, string problem, string remedy) =>
        new(ConfigurationEntry.Position(path, linesBefore + 1), problem, remedy);
}
