using Clip.Files;

namespace Clip.Watching;

/// <summary>What a look at a watched folder found.</summary>
internal enum PlaceState
{
    /// <summary>The same as at the last look.</summary>
    Unchanged,

    /// <summary>It is not there.</summary>
    Away,

    /// <summary>It is there, but another folder than before, or drives in it came or went.</summary>
    Changed,
}

/// <summary>
/// Notices what no system reports as a change of a file: that the folder itself is renamed or its drive taken away, and
/// that a drive inside it comes or goes. Not thread-safe.
/// </summary>
internal sealed class WatchedPlace(string root)
{
    private FileStat? _root = FileStat.Of(root);
    private string _drives = DrivesIn(root);

    /// <summary>Compares the folder with what it was at the last look that found it.</summary>
    public PlaceState Look()
    {
        if (FileStat.Of(root) is not { Kind: FileKind.Folder } now)
            return PlaceState.Away;
        var drives = DrivesIn(root);
        var isSame = drives == _drives && _root is { } before
            && (before.IsSameFileAs(now) || !FileSystemFormat.HasStableInodes(now.Device, root));
        _root = now;
        _drives = drives;
        return isSame ? PlaceState.Unchanged : PlaceState.Changed;
    }

    /// <summary>The drives that are mounted in a folder.</summary>
    private static string DrivesIn(string folder)
    {
        var real = RealPath.Resolve(folder) ?? folder;
        try
        {
            return string.Join('\n', DriveInfo.GetDrives().Select(static drive => drive.Name)
                .Where(drive => drive.Length > real.Length && RealPath.IsWithin(drive, real))
                .Select(static drive => $"{drive}:{FileStat.Of(drive)?.Device}"));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return "";
        }
    }
}
