using Clip.Catalog.Writing;

namespace Clip.Indexing;

/// <summary>Removes files from an index that are still on the disk.</summary>
internal static class PictureRemoval
{
    /// <param name="index">The index.</param>
    /// <param name="paths">The files, relative to the root, separated by <c>/</c>.</param>
    /// <param name="cancellationToken">Stops between files, before anything is removed.</param>
    /// <returns>How many of them the index held.</returns>
    /// <exception cref="IndexException">The index cannot be written, or another writer is at work.</exception>
    public static int Run(PictureIndex index, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var writer = PictureIndexWriter.Open(index.Location, index.Model, WriterWait.None, cancellationToken);
        var removed = 0;
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (writer.RemoveFile(path))
                removed++;
        }
        writer.Commit();
        return removed;
    }
}
