namespace Clip.Catalog.Reading;

/// <summary>Opens the indexes that a store keeps. Thread-safe.</summary>
internal interface IIndexReader : IPictureStore
{
    /// <summary>Whether there is an index. Says nothing about whether it can be used.</summary>
    bool Exists(IndexLocation location);

    /// <summary>Opens an index to search it.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries come from; null to accept any.</param>
    /// <exception cref="IndexException">
    /// There is none, it cannot be read, is of a newer format, or of another model.
    /// </exception>
    PictureIndex Open(IndexLocation location, ModelIdentity? expected);

    /// <summary>
    /// How the model of an index was asked for, without opening the index itself; null in an index that does not know.
    /// </summary>
    /// <exception cref="IndexException">There is none, it cannot be read, or is of a newer format.</exception>
    ModelOrigin? ReadModelOrigin(IndexLocation location);

    /// <summary>The work of the programs that fill the index; null in a folder.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    IndexingWork? ReadWork(IndexLocation location);
}
