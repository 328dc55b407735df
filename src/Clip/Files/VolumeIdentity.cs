using System.Globalization;

namespace Clip.Files;

/// <summary>
/// Identifies the volume that a folder lies on, across restarts and wherever it is mounted: device numbers are given
/// out anew each time, but the folder at the top of a volume keeps its inode and its time of creation.
/// </summary>
internal static class VolumeIdentity
{
    /// <summary>The identity; null if the folder does not exist. Some have only their format's.</summary>
    public static string? Of(string folder)
    {
        if (RealPath.Resolve(folder) is not { } real || FileStat.Of(real) is not { } stat)
            return null;
        var (top, topStat) = TopOf(real, stat);
        var format = FileSystemFormat.Of(top);
        return OperatingSystem.IsWindows()
            ? string.Create(CultureInfo.InvariantCulture, $"{format}:{topStat.Device:x}")
            : string.Create(CultureInfo.InvariantCulture, $"{format}:{topStat.Inode:x}:{topStat.Born:x}");
    }

    /// <summary>The highest folder above a path that lies on the same device.</summary>
    private static (string Path, FileStat Stat) TopOf(string path, FileStat stat)
    {
        while (Path.GetDirectoryName(path) is { } parent && FileStat.Of(parent) is { } above
            && above.Device == stat.Device)
        {
            (path, stat) = (parent, above);
        }
        return (path, stat);
    }
}
