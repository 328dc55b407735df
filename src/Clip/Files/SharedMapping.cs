using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>
/// Whether processes can share memory through a mapped file. FUSE with direct I/O, as pools of drives use it, and some
/// network file systems cannot do that.
/// </summary>
internal static class SharedMapping
{
    /// <summary>Maps the first byte of a file to be read and written.</summary>
    /// <param name="file">A file open to be read and written, at least 1 byte long; stays its owner's.</param>
    public static bool IsPossible(SafeFileHandle file)
    {
        try
        {
            using var map = MemoryMappedFile.CreateFromFile(
                file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            using var view = map.CreateViewAccessor(0, 1, MemoryMappedFileAccess.ReadWrite);
            return true;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
    }
}
