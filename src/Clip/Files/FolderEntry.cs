using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>A file, folder or link in a folder.</summary>
/// <param name="SortKey">
/// The name, with a trailing '/' for a folder. Sorted by this key, a folder's content comes where its path belongs
/// among the folder's siblings ("a-b.jpg" before "a/c.jpg" before "a0.jpg").
/// </param>
/// <param name="IsFolder">Whether it is a folder or a link to one.</param>
/// <param name="IsLink">Whether it is a link.</param>
/// <param name="Stat">
/// What the file system says of a file, or of a link to one itself; null for a folder or if unknown.
/// </param>
internal readonly record struct FolderEntry(string SortKey, bool IsFolder, bool IsLink, FileStat? Stat)
{
    /// <summary>Whether it may be a picture's sidecar.</summary>
    public bool IsSidecar => !IsFolder && Sidecar.HasName(SortKey);

    /// <summary>Whether it has a name that caption files usually have, whatever it is.</summary>
    public bool HasCaptionFileName => CaptionFileName.Is(Name);

    public string Name => IsFolder ? SortKey[..^1] : SortKey;

    /// <summary>
    /// Whether the walk needs an entry. It needs links without a picture's extension too, to report broken ones.
    /// </summary>
    public static bool IsWanted(ref FileSystemEntry entry) =>
        !IsHidden(entry.FileName)
        && !entry.IsHidden
        && (entry.IsDirectory
            || PictureFileName.HasPictureExtension(entry.FileName)
            || Sidecar.HasName(entry.FileName)
            || CaptionFileName.Is(entry.FileName)
            || IsLinkEntry(ref entry));

    public static FolderEntry From(ref FileSystemEntry entry)
    {
        if (entry.IsDirectory)
            return new FolderEntry(string.Concat(entry.FileName, "/"), IsFolder: true, IsLinkEntry(ref entry), null);
        var stat = FileStat.Of(entry.ToFullPath(), followLinks: false);
        var isLink = stat?.Kind == FileKind.Link || (stat is null && IsLinkEntry(ref entry));
        return new FolderEntry(entry.FileName.ToString(), IsFolder: false, isLink, stat);
    }

    public static bool IsHidden(ReadOnlySpan<char> name) => name.StartsWith('.');

    private static bool IsLinkEntry(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
