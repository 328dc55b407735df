using Clip.Files;

namespace Clip.Postgres.Work;

/// <summary>
/// A temporary folder of a worker. It has a file that the worker holds open, so that the folders of those that were
/// killed can be told from the others, also where several machines or containers share the folder for temporary files.
/// </summary>
internal sealed class ChunkFolder : IDisposable
{
    private const string Prefix = "clip-chunk-";
    private const string LockName = "in-use";

    /// <summary>One without the file may be a moment old; from this age on, it is a killed worker's.</summary>
    private static readonly TimeSpan Unlocked = TimeSpan.FromHours(1);

    private readonly FileStream? _lock;

    private ChunkFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes one.</summary>
    public static ChunkFolder Create()
    {
        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        return new ChunkFolder(path, LockFile.TryTake(System.IO.Path.Combine(path, LockName)));
    }

    /// <summary>Makes a folder inside.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>Removes what killed workers of this user have left.</summary>
    public static void RemoveLeft()
    {
        foreach (var folder in Left())
        {
            try
            {
                if (IsLeft(folder))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another worker removes it, or another user's is left to them.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            // First, as Windows removes no open file. Another worker may remove the folder then, which is as well.
            _lock?.Dispose();
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next worker removes it.
        }
    }

    private static string[] Left()
    {
        try
        {
            return Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsLeft(string folder)
    {
        var file = System.IO.Path.Combine(folder, LockName);
        if (!File.Exists(file))
            return Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow - Unlocked;
        using var held = LockFile.TryTake(file);
        return held is not null;
    }
}
