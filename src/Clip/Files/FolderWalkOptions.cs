namespace Clip.Files;

/// <summary>What a <see cref="FolderWalk"/> walks and what it excludes.</summary>
internal sealed record FolderWalkOptions
{
    /// <summary>
    /// The files and folders to walk, in this order. They may be outside the root; relative paths are relative to the
    /// current directory. Null walks the root.
    /// </summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>
    /// Patterns of files and folders to exclude: a name at any depth (<c>*.gif</c>, <c>thumbnails</c>), or a path from
    /// the root (<c>/raw</c>, <c>2019/**/raw</c>), where <c>*</c> and <c>?</c> match within a name and <c>**</c>
    /// matches any number of folders. Case is ignored. An input itself is never excluded.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// The files and folders in the root that changed, to walk nothing else; null walks all of the inputs. They are
    /// left out where a walk of the root would leave them out.
    /// </summary>
    public ChangedPaths? Changed { get; init; }

    /// <summary>
    /// Called with each folder that the walk enters through a link: its path relative to the root, and its real path.
    /// </summary>
    public Action<string, string>? OnLinkedFolder { get; init; }

    /// <summary>
    /// Whether the walk follows a link to this real path, of a file or a folder; one that it does not follow might as
    /// well not be there. Null follows all.
    /// </summary>
    public Predicate<string>? FollowsLink { get; init; }
}
