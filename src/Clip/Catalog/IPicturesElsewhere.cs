namespace Clip.Catalog;

/// <summary>
/// Pictures of an index that are no files of its folder: in archives there, or in an object store. Thread-safe.
/// </summary>
internal interface IPicturesElsewhere
{
    /// <summary>Whether all pictures are in an object store.</summary>
    bool IsObjectStore { get; }

    /// <summary>The archive that a picture is in, relative to the root; null for none that is there.</summary>
    /// <param name="path">The picture's path in the index.</param>
    string? ArchiveOf(string path);

    /// <summary>Copies a picture into a file, and its sidecars beside it.</summary>
    /// <param name="path">The picture's path in the index.</param>
    /// <param name="file">The file, alone in its folder.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>Whether there is such a picture.</returns>
    /// <exception cref="ClipException">It cannot be read.</exception>
    Task<bool> CopyAsync(string path, string file, CancellationToken cancellationToken);
}
