using Clip.Searching;

namespace Clip;

/// <summary>A folder to search.</summary>
/// <param name="Location">The index that has its pictures.</param>
/// <param name="Folder">
/// The folder, relative to the index's root and separated by <c>/</c>; empty for the root.
/// </param>
public sealed record SearchedFolder(IndexLocation Location, string Folder = "")
{
    /// <summary>Leaves out what links in the folder lead to outside it; null where all links are followed.</summary>
    internal FolderConfinement? Confinement { get; init; }

    /// <summary>A filter of a request, limited to this folder.</summary>
    internal PictureFilter? Limit(PictureFilter? filter)
    {
        if (Confinement?.LeftOut is { } leftOut)
            return filter is null ? leftOut.Filter : filter with { Folder = Folder, LeftOut = leftOut.Paths };
        return Folder.Length == 0 ? filter : (filter ?? new PictureFilter()) with { Folder = Folder };
    }
}
