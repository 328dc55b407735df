using System.Buffers;
using System.Security.Cryptography;

namespace Clip.Files;

/// <summary>Writes small files so that a reader sees either the old or the new content, never a part of it.</summary>
internal static class AtomicFile
{
    private const int RandomLetters = 8;
    private const string Extension = ".tmp";

    /// <summary>The letters of random numbers in names.</summary>
    internal static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Writes a file of the program's own, and the folder that it belongs in.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Replace(path, write);
    }

    /// <summary>Writes a file that a user named, in a folder that exists.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(RandomLetters, lowercase: true)}{Extension}";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Whether a file has the name of one that was about to replace another.</summary>
    public static bool IsUnfinished(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.EndsWith(Extension, StringComparison.Ordinal) && name.Length > RandomLetters + Extension.Length + 1
            && name[^(RandomLetters + Extension.Length + 1)] == '.'
            && name[^(RandomLetters + Extension.Length)..^Extension.Length].IndexOfAnyExcept(HexDigits) < 0;
    }

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Write(path, stream => stream.Write(bytes));
    }
}
