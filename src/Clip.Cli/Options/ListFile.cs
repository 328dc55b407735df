using System.Text;

namespace Clip.Cli.Options;

/// <summary>Reads a list that an option names: the lines of a text file, or of standard input.</summary>
internal static class ListFile
{
    /// <summary>The largest list, a few million paths: an endless pipe must not fill the memory.</summary>
    private const int MaxBytes = 256 << 20;

    /// <summary>Reads all lines, empty ones too.</summary>
    /// <param name="path">A file in UTF-8, or with a byte order mark; <c>-</c> for standard input.</param>
    /// <param name="subject">What an error is about; null for the file itself.</param>
    /// <exception cref="ClipException">It cannot be read, or is too large.</exception>
    public static IEnumerable<string> Read(string path, string? subject = null)
    {
        subject ??= path == "-" ? "standard input" : path;
        using var content = ReadAll(path, subject);
        using var reader = new StreamReader(content, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Reads the lines that hold something, without the white space around it.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<string> ReadItems(string path, string? subject = null) =>
        Read(path, subject).Select(static line => line.Trim()).Where(static line => line.Length > 0);

    private static MemoryStream ReadAll(string path, string subject)
    {
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            return ReadAll(stream, subject, MaxBytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClipException(subject, "does not exist", "check the path", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(subject, $"cannot be read ({error.Message.TrimEnd('.')})", null, error);
        }
    }

    /// <summary>Reads a stream whose length nobody knows, up to a number of bytes.</summary>
    /// <exception cref="ClipException">It has more.</exception>
    internal static MemoryStream ReadAll(Stream stream, string subject, int most)
    {
        var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (content.Length + count > most)
                throw new ClipException(subject, $"is larger than {most >> 20} MB", "split it");
            content.Write(buffer, 0, count);
        }
        content.Position = 0;
        return content;
    }
}
