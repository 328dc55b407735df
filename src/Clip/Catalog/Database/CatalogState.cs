namespace Clip.Catalog.Database;

/// <summary>
/// What the catalog records about the index as a whole: its one row of the table <c>state</c>. Two of them are equal
/// only where nothing was committed between them.
/// </summary>
internal sealed record CatalogState(
    IndexModel Model, string? Root, string VectorFile, Guid VectorFileId, DateTime CreatedUtc)
{
    /// <summary>Rows of the vector file that belong to the index, dead ones included.</summary>
    public long Rows { get; init; }

    public long Pictures { get; init; }

    public long Captions { get; init; }

    public long Files { get; init; }

    public long Failures { get; init; }

    /// <summary>Grows with every commit.</summary>
    public long Commits { get; init; }

    public DateTime UpdatedUtc { get; init; } = CreatedUtc;

    /// <summary>Rows that no picture or caption uses.</summary>
    public long DeadRows => Rows - Pictures - Captions;

    /// <summary>The full path of the vector file.</summary>
    public string VectorPath(IndexLocation location) => Path.Combine(location.Directory, VectorFile);

    /// <summary>Checks that vectors of a model can be compared with those of the index.</summary>
    /// <param name="location">The index.</param>
    /// <param name="expected">The model.</param>
    /// <param name="catalog">Knows how the index's model was asked for.</param>
    /// <exception cref="IndexException">They are another model's.</exception>
    public void RequireModel(IndexLocation location, ModelIdentity expected, CatalogDatabase catalog)
    {
        if (Model.HasSameVectorsAs(expected))
            return;
        var origin = catalog.ReadModelOrigin() ?? new ModelOrigin(Model.Name);
        throw IndexException.OtherModel(
            location.Directory, origin.Reference, origin.Variant, origin.Dimensions, origin.Precision, expected.Name,
            $"was made with the model {Model.Describe()}{(origin.Precision is { } name ? $" in {name}" : "")}, "
            + $"not with {expected.Describe()}");
    }

    /// <summary>Checks that pictures to be added are decoded as those of the index were.</summary>
    /// <exception cref="IndexException">They are not.</exception>
    public void RequireDecodeMode(IndexLocation location, IndexModel expected)
    {
        if (Model.Decode != expected.Decode)
            throw IndexException.OtherDecodeMode(location.Directory, Model.Decode, expected.Decode);
    }

    /// <summary>
    /// Checks that an index that is kept apart from its pictures belongs to this folder: otherwise every file would
    /// seem deleted. Where its own folder is gone, that folder has been moved or mounted elsewhere.
    /// </summary>
    /// <exception cref="IndexException">It is the index of another folder, which still exists.</exception>
    public void RequireRoot(IndexLocation location)
    {
        if (Root is not null && Root != location.Root && Directory.Exists(Root))
            throw IndexException.OtherFolder(location.Directory, Root, location.Root);
    }
}
