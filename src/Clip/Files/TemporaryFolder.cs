namespace Clip.Files;

/// <summary>
/// A folder for temporary files. It has a file that its maker holds open, so that the folders of programs that were
/// killed can be told from the others, also where several machines or containers share the folder for temporary files.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string LockName = "in-use";

    /// <summary>One without the file may be a moment old; from this age on, it is a killed program's.</summary>
    private static readonly TimeSpan Unlocked = TimeSpan.FromHours(1);

    /// <summary>The letters that <see cref="Directory.CreateTempSubdirectory"/> adds to a name.</summary>
    private const int RandomLetters = 6;

    private readonly FileStream? _lock;

    private TemporaryFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes one, and removes what killed programs have left of the same use.</summary>
    /// <param name="prefix">Names the use: what its name begins with.</param>
    public static TemporaryFolder Create(string prefix)
    {
        RemoveLeft(prefix);
        var path = Directory.CreateTempSubdirectory(prefix).FullName;
        return new TemporaryFolder(path, LockFile.TryTake(System.IO.Path.Combine(path, LockName)));
    }

    /// <summary>Makes a folder inside.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>Removes what killed programs of this user have left of a use.</summary>
    private static void RemoveLeft(string prefix)
    {
        foreach (var folder in Left(prefix))
        {
            try
            {
                if (IsLeft(folder))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another program removes it, or another user's is left to them.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            // First, as Windows removes no open file. Another program may remove the folder then, which is as well.
            _lock?.Dispose();
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next program removes it.
        }
    }

    private static string[] Left(string prefix)
    {
        try
        {
            // No other program's: the name ends with as many letters as those that are made here.
            return
            [
                .. Directory.GetDirectories(System.IO.Path.GetTempPath(), prefix + "*").Where(
                    folder => System.IO.Path.GetFileName(folder).Length == prefix.Length + RandomLetters),
            ];
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
