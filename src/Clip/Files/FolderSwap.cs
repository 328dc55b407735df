using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Clip.Files;

/// <summary>Puts a finished folder in the place of another one.</summary>
internal static partial class FolderSwap
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint Exchange = 2; // RENAME_EXCHANGE
    private const int RandomLetters = 8;

    /// <summary>How the name of a folder ends that is about to be deleted.</summary>
    public const string RetiredExtension = ".old";

    /// <summary>
    /// Replaces a folder and deletes the old one. On Linux this is one step, where the file system can do it; elsewhere
    /// two renames, and the first is undone if the second fails.
    /// </summary>
    /// <exception cref="IOException">The folder could not be replaced and is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Replace(string folder, string with)
    {
        if (TryExchange(folder, with))
        {
            TryDelete(with);
            return;
        }
        var letters = RandomNumberGenerator.GetHexString(RandomLetters, lowercase: true);
        var retired = $"{folder}.{letters}{RetiredExtension}";
        Directory.Move(folder, retired);
        try
        {
            Directory.Move(with, folder);
        }
        catch
        {
            Directory.Move(retired, folder);
            throw;
        }
        TryDelete(retired);
    }

    /// <summary>Whether a folder has the name that another one gets for the time until it is deleted.</summary>
    public static bool IsRetired(string path, string folder) =>
        path.Length == folder.Length + 1 + RandomLetters + RetiredExtension.Length
        && path.StartsWith(folder + ".", StringComparison.Ordinal)
        && path.EndsWith(RetiredExtension, StringComparison.Ordinal)
        && path.AsSpan(folder.Length + 1, RandomLetters).IndexOfAnyExcept(AtomicFile.HexDigits) < 0;

    private static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return RenameAt2(CurrentFolder, one, CurrentFolder, other, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // What is left of the old folder is not used any more.
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
