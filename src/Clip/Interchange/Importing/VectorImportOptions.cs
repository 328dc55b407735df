namespace Clip;

/// <summary>How vectors of another program are taken into an index.</summary>
public sealed class VectorImportOptions
{
    /// <summary>
    /// What the paths begin with where the program had the pictures: a folder, which stands for the index's folder;
    /// null to find out from the files that exist.
    /// </summary>
    public string? Base { get; set; }

    /// <summary>
    /// Whether rows whose file does not exist are left out. Otherwise they are kept as files that are away.
    /// </summary>
    public bool OnlyExisting { get; set; }

    /// <summary>Whether captions are left out, which saves encoding them.</summary>
    public bool WithoutCaptions { get; set; }
}

/// <summary>What an import did.</summary>
public sealed record VectorImportReport
{
    /// <summary>Vectors that are now those of files that exist.</summary>
    public long Matched { get; init; }

    /// <summary>Vectors of files that do not exist, which are kept as files that are away.</summary>
    public long Away { get; init; }

    /// <summary>Files that the index knew already; its own vectors stay.</summary>
    public long Known { get; init; }

    /// <summary>Captions that were encoded.</summary>
    public long Captions { get; init; }

    /// <summary>What was dropped from the beginning of the paths; empty for nothing.</summary>
    public string Dropped { get; init; } = "";

    /// <summary>The rows that were left out, those of <see cref="VectorTable.Skipped"/> included.</summary>
    public IReadOnlyList<SkippedVectorRow> Skipped { get; init; } = [];
}
