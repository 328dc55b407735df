namespace Clip;

/// <summary>What happened to a picture in an index.</summary>
public enum IndexChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its content changed.</summary>
    Updated,

    /// <summary>It was moved or renamed, and kept its vector and captions.</summary>
    Moved,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It cannot be read; the same file is tried again when it changes.</summary>
    Failed,
}

/// <summary>A change of an index that is stored.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">The file, relative to the index's root and separated by <c>/</c>.</param>
public sealed record IndexChange(IndexChangeKind Kind, string Path)
{
    /// <summary>Where a moved file was before; null for other changes.</summary>
    public string? From { get; init; }

    /// <summary>Why a file cannot be read; null for other changes.</summary>
    public ClipException? Error { get; init; }
}
