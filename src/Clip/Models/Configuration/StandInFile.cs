using System.Text;
using Clip.Files;

namespace Clip.Models.Configuration;

/// <summary>
/// Recognizes what a failed download leaves in place of a file: a Git LFS pointer, a web page, or an empty file.
/// </summary>
internal static class StandInFile
{
    private const string DownloadAgain = "download the file again";

    /// <summary>Refuses a file whose first bytes show that it is something else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Its first bytes, at least a hundred where it has as many.</param>
    /// <exception cref="ModelException">It is empty, a Git LFS pointer or a web page.</exception>
    public static void Refuse(string path, ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            throw new ModelException(path, "is empty", DownloadAgain);
        if (start.StartsWith("version https://git-lfs"u8))
        {
            throw new ModelException(
                path, "is a Git LFS pointer, not the file itself", "run 'git lfs pull' or download the file itself");
        }
        var text = start.TrimStart(" \t\r\n\ufeff"u8);
        if (StartsWith(text, "<!doctype"u8) || StartsWith(text, "<html"u8)
            || StartsWith(text, "<?xml"u8) || StartsWith(text, "<head"u8))
        {
            throw new ModelException(
                path, "is a web page, not the file itself",
                "download the file itself; the page may be asking for a login");
        }
    }

    /// <inheritdoc cref="Refuse(string, ReadOnlySpan{byte})"/>
    public static void Refuse(string path)
    {
        Span<byte> start = stackalloc byte[128];
        try
        {
            using var handle = File.OpenHandle(path);
            Refuse(path, start[..RandomAccess.Read(handle, start, 0)]);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The error for a file that is missing or cannot be read.</summary>
    public static ModelException Unreadable(string path, Exception error) =>
        error is FileNotFoundException or DirectoryNotFoundException
            ? new(path, "does not exist", "check the model folder, or download the model again", error)
            : new(path, $"cannot be read ({error.Message})", "check the file's permissions", error);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowercase) =>
        text.Length >= lowercase.Length && Ascii.EqualsIgnoreCase(text[..lowercase.Length], lowercase);
}
