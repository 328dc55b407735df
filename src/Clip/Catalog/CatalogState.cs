namespace Clip.Catalog;

/// <summary>What the catalog says about the index as a whole: its one row of the table <c>state</c>.</summary>
internal sealed record CatalogState(
    IndexModel Model, string? Root, string VectorFile, Guid VectorFileId, DateTime CreatedUtc)
{
    /// <summary>Rows of the vector file that count; dead ones too.</summary>
    public long Rows { get; set; }

    public long Pictures { get; set; }

    public long Captions { get; set; }

    public long Files { get; set; }

    public long Failures { get; set; }

    /// <summary>Grows with every commit: equal numbers mean that nothing has changed.</summary>
    public long Commits { get; set; }

    public DateTime UpdatedUtc { get; set; } = CreatedUtc;
}
