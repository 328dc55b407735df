using System.Text;

namespace Clip.Captions;

/// <summary>The text of a caption file as UTF-8 without byte order mark, readable from the start repeatedly.</summary>
internal sealed class CaptionSource
{
    /// <summary>The maximum length of a sample.</summary>
    public const int SampleBytes = 64 * 1024;

    private readonly Func<Stream> _open;

    private CaptionSource(string path, bool isPipe, Func<Stream> open)
    {
        Path = path;
        IsPipe = isPipe;
        _open = open;
    }

    public string Path { get; }

    /// <summary>Whether it could be read only once.</summary>
    public bool IsPipe { get; }

    public static CaptionSource Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!stream.CanSeek)
        {
            // A pipe can be read only once, so its content is kept in memory.
            var content = ReadPipe(path, stream);
            return new CaptionSource(path, isPipe: true, () => new MemoryStream(content, writable: false));
        }

        return stream.Length > CaptionFile.MaxBytes
            ? throw TooLarge(path)
            : new CaptionSource(path, isPipe: false, () => File.OpenRead(path));
    }

    /// <summary>Opens the text from its start. The caller disposes the stream.</summary>
    public Stream OpenUtf8()
    {
        var stream = _open();
        try
        {
            Span<byte> mark = stackalloc byte[4];
            mark = mark[..stream.ReadAtLeast(mark, 4, throwOnEndOfStream: false)];
            var (encoding, length) = mark switch
            {
                [0xEF, 0xBB, 0xBF, ..] => ((Encoding?)null, 3),
                [0xFF, 0xFE, 0, 0] => (Encoding.UTF32, 4),
                [0, 0, 0xFE, 0xFF] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 4),
                [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
                [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
                _ => (null, 0),
            };
            stream.Position = length;
            return encoding is null ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes, by which the format is recognized.</summary>
    /// <exception cref="ClipException">They are not text.</exception>
    public byte[] ReadSample()
    {
        using var stream = OpenUtf8();
        var sample = new byte[SampleBytes];
        var length = stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        return IsBinary(sample.AsSpan(0, length))
            ? throw new ClipException(Path, "is not a text file", "give captions as text, CSV or JSON, saved as UTF-8")
            : sample[..length];
    }

    /// <summary>
    /// Whether most lines contain a null character. A few such lines in a text are damaged, and are reported one by
    /// one.
    /// </summary>
    private static bool IsBinary(ReadOnlySpan<byte> sample)
    {
        if (!sample.Contains((byte)0))
            return false;
        var (lines, damaged) = (0, 0);
        foreach (var line in sample.SplitAny("\r\n"u8))
        {
            lines += sample[line].IsEmpty ? 0 : 1;
            damaged += sample[line].Contains((byte)0) ? 1 : 0;
        }
        return 2 * damaged > lines;
    }

    private static byte[] ReadPipe(string path, Stream pipe)
    {
        using var content = new MemoryStream();
        var chunk = new byte[SampleBytes];
        for (int read; (read = pipe.Read(chunk)) > 0; content.Write(chunk, 0, read))
        {
            if (content.Length + read > Math.Min(CaptionFile.MaxBytes, Array.MaxLength))
                throw TooLarge(path);
        }

        return content.ToArray();
    }

    private static ClipException TooLarge(string path) =>
        new(path, $"is larger than {CaptionFile.MaxBytes >> 30} GiB", "split it into several caption files");
}
