namespace Clip.Indexing.Runs;

/// <summary>How a file compares with what the index knows about it.</summary>
internal enum KnownState
{
    /// <summary>It is not in the index, or it has changed.</summary>
    Changed,

    /// <summary>Size, time and identity are those in the index.</summary>
    Unchanged,

    /// <summary>
    /// Size and time are those in the index, but an older program did not record the identity, or the file was absent.
    /// </summary>
    Unidentified,

    /// <summary>The picture is unchanged, but a sidecar was added, removed or changed.</summary>
    SidecarChanged,

    /// <summary>It could not be read before and has not changed since.</summary>
    Unreadable,
}
