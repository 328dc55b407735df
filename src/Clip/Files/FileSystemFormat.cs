using System.Collections.Concurrent;

namespace Clip.Files;

/// <summary>The kind of file system that a path lies on, such as <c>ext4</c>.</summary>
internal static class FileSystemFormat
{
    // These have no inodes of their own: the system numbers their files as it meets them. Comparing the numbers would
    // mean reading a whole card again each time that it is plugged in.
    private static readonly string[] WithoutInodes =
        ["fat", "msdos", "vfat", "exfat", "fuse", "fuseblk", "osxfuse", "macfuse", "9p", "v9fs", "smb", "smb2", "cifs"];

    private static readonly ConcurrentDictionary<ulong, bool> ByDevice = [];

    /// <summary>Whether a file keeps its inode, or file ID, when the file system is mounted again.</summary>
    /// <param name="device">The device, for which the answer is kept.</param>
    /// <param name="path">A path on it.</param>
    public static bool HasStableInodes(ulong device, string path) => ByDevice.TryGetValue(device, out var known)
        ? known
        : ByDevice.GetOrAdd(device, !WithoutInodes.Contains(Of(path), StringComparer.OrdinalIgnoreCase));

    /// <summary>The name of the file system; empty if unknown.</summary>
    public static string Of(string path)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : path).DriveFormat;
        }
        catch (Exception error) when (UnreadableFile.Is(error) || error is ArgumentException)
        {
            return "";
        }
    }
}
