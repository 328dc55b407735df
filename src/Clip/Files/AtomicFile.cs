using System.Security.Cryptography;

namespace Clip.Files;

/// <summary>Writes small files so that a reader sees either the old or the new content, never a part of it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file of the program's own, and the folder that it belongs in.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Replace(path, write);
    }

    /// <summary>Writes a file that a user named, in a folder that exists.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp";
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

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Write(path, stream => stream.Write(bytes));
    }
}
