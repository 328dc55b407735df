namespace Clip;

/// <summary>
/// An index as of one commit. It does not change, whatever a writer does meanwhile: what one call returns fits to what
/// the next one returns. Taking one costs microseconds, and any number of them may exist at a time.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Searches run side by side, each on all cores; only lookups in the catalog by one and the same
/// snapshot take turns, and those of different snapshots do not.</para>
/// <para>Dispose it soon: while it exists, the catalog's log cannot be shortened, and a compacted index keeps the space
/// of its old vectors. It may outlive the <see cref="PictureIndex"/> that it was taken from.</para>
/// <para>Where the index is kept, in a folder or in a database, decides which class this is; the library's packages
/// have all of them.</para>
/// </remarks>
public abstract partial class IndexSnapshot : IDisposable
{
    private protected IndexSnapshot()
    {
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public abstract IndexLocation Location { get; }

    /// <summary>The model that the vectors come from.</summary>
    internal abstract IndexModel Model { get; }

    /// <summary>Pictures in the index. Copies of a picture count once.</summary>
    public abstract long PictureCount { get; }

    /// <summary>Captions in the index.</summary>
    public abstract long CaptionCount { get; }

    /// <summary>Files in the index; at least as many as pictures.</summary>
    public abstract long FileCount { get; }

    /// <summary>Files recorded because they could not be indexed.</summary>
    public abstract long FailureCount { get; }

    /// <summary>When the index was created.</summary>
    public abstract DateTime CreatedUtc { get; }

    /// <summary>When the index was last changed.</summary>
    public abstract DateTime UpdatedUtc { get; }

    /// <summary>
    /// Damaged vectors that searches of this index left out since it was opened: those that would have been among the
    /// best. A verification finds all of them.
    /// </summary>
    internal abstract int DamagedFound { get; }

    /// <summary>Bytes that the index takes where it is kept.</summary>
    internal abstract long Bytes { get; }

    /// <summary>Vectors that nothing refers to any more.</summary>
    internal abstract long DeadCount { get; }

    /// <summary>Bytes that a compaction would free.</summary>
    internal abstract long DeadBytes { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
