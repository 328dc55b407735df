namespace Clip.Catalog.Reading;

/// <summary>The work of the programs that fill an index which a database keeps.</summary>
/// <param name="Planned">Files that are planned and not stored yet.</param>
/// <param name="Leased">Those of them that a worker is working on.</param>
/// <param name="Workers">The workers of the last minute.</param>
/// <param name="PicturesPerSecond">The files that all of them store per second.</param>
internal sealed record IndexingWork(long Planned, long Leased, int Workers, double PicturesPerSecond)
{
    /// <summary>The work on an index; null for one in a folder, which the program that fills it knows about.</summary>
    /// <exception cref="StoreException">The database cannot be reached.</exception>
    public static IndexingWork? Of(IndexLocation location) => FolderStore.Of(location).ReadWork(location);
}
