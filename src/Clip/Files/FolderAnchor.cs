namespace Clip.Files;

/// <summary>Notices that a folder was moved, renamed or replaced since this was created.</summary>
internal sealed class FolderAnchor(string folder)
{
    private readonly FileStat? _before = FileStat.Of(folder);

    /// <summary>Whether the path still leads to the same folder.</summary>
    public bool IsInPlace => FileStat.Of(folder) is { } now
        && (_before is not { } before || before.IsSameFileAs(now)
            // Such a file system may number its folders anew at any time.
            || !FileSystemFormat.HasStableInodes(now.Device, folder));

    /// <exception cref="FolderException">The folder is not in its place any more.</exception>
    public void Check(Exception? cause = null)
    {
        if (!IsInPlace)
            throw FolderException.Moved(folder, cause);
    }
}
