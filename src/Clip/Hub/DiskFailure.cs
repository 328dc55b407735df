using System.Globalization;

namespace Clip.Hub;

/// <summary>Describes errors of the cache folder, and checks the free space before a download.</summary>
internal static class DiskFailure
{
    // For folders and links.
    private const long Reserve = 16 << 20;

    public static HubException From(string path, Exception error) => error switch
    {
        IOException { HResult: 28 or unchecked((int)0x80070070) or unchecked((int)0x80070027) } => new(
            path, "there is no space left on its disk", "make room and pull again; what has arrived is kept", error),
        IOException { HResult: 122 } => new(
            path, "your disk quota is used up", "make room and pull again; what has arrived is kept", error),
        _ => new(
            path, $"cannot be written ({error.Message})",
            "check its permissions, or set HF_HUB_CACHE to another folder", error),
    };

    /// <exception cref="HubException">The disk does not have that many bytes left.</exception>
    public static void RequireSpace(string folder, long bytes)
    {
        if (bytes == 0 || FreeBytes(folder) is not { } free || bytes + Reserve <= free)
            return;
        throw new HubException(
            folder, $"needs {Size(bytes)}, but its disk has {Size(free)} left",
            "make room, or set HF_HUB_CACHE to a folder on another disk");
    }

    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:0.0} TB"),
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
    };

    /// <summary>Null where the system does not report it, as for a network share on Windows.</summary>
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
