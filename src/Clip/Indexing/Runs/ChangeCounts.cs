namespace Clip.Indexing.Runs;

/// <summary>Counts what a run has changed in the index. Not thread-safe.</summary>
internal sealed class ChangeCounts
{
    /// <summary>Pictures that are new in the index.</summary>
    public long Added { get; set; }

    /// <summary>Pictures whose content changed.</summary>
    public long Updated { get; set; }

    /// <summary>Files that were moved or renamed and kept their vector.</summary>
    public long Moved { get; set; }

    /// <summary>Files that are gone.</summary>
    public long Removed { get; set; }

    /// <summary>Files that are not there but stay in the index, because their drive seems to be away.</summary>
    public long Absent { get; set; }

    /// <summary>Files that were read again and had the content that the index knows.</summary>
    public long Verified { get; set; }

    /// <summary>Pictures whose metadata were read again, because an older version had read them.</summary>
    public long Reread { get; set; }

    /// <summary>Captions that are new in the index.</summary>
    public long Captions { get; set; }

    /// <summary>Whether there are new files that existing caption files may refer to.</summary>
    public bool HasNewFiles => Added + Updated + Moved > 0;
}
