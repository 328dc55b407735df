using Clip.Files;

namespace Clip.Watching;

/// <summary>Tells folders whose changes the operating system does not report if another machine makes them.</summary>
internal static class NetworkDrive
{
    private static readonly string[] Formats =
    [
        "nfs", "nfs4", "smb", "smb2", "smb3", "smbfs", "cifs", "afs", "afpfs", "webdav", "ncp", "ncpfs", "coda", "ceph",
        "lustre", "gfs2", "ocfs2", "9p", "v9fs", "vboxsf", "vmhgfs", "fuse", "osxfuse", "macfuse",
    ];

    /// <summary>Whether a folder lies on a drive of another machine, or one that may be.</summary>
    public static bool Holds(string folder)
    {
        var real = RealPath.Resolve(folder) ?? folder;
        if (OperatingSystem.IsWindows() && IsWindowsNetwork(real))
            return true;
        return Formats.Contains(FileSystemFormat.Of(real), StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsWindowsNetwork(string folder)
    {
        try
        {
            return folder.StartsWith(@"\\", StringComparison.Ordinal)
                || new DriveInfo(Path.GetPathRoot(folder)!).DriveType == DriveType.Network;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
