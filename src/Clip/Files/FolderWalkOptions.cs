namespace Clip.Files;

/// <summary>What a <see cref="FolderWalk"/> looks at.</summary>
public sealed record FolderWalkOptions
{
    /// <summary>
    /// The files and folders to walk, in this order; they may lie outside the root, and relative ones start at the
    /// current folder. Null stands for the root alone.
    /// </summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>
    /// Patterns of what to leave out: a name at any depth (<c>*.gif</c>, <c>thumbnails</c>), or a path from the root
    /// (<c>/raw</c>, <c>2019/**/raw</c>), where <c>*</c> and <c>?</c> match within a name and <c>**</c> any number of
    /// folders. Case does not count. They leave out no input itself.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
