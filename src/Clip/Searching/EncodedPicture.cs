using Clip.Catalog;
using Clip.Files;
using Clip.Models;

namespace Clip.Searching;

/// <summary>
/// The embedding of a query picture. If the index holds the file unchanged, or its content under another name, the
/// stored vector is taken, so that the picture is not decoded and the image tower not even loaded.
/// </summary>
/// <param name="Vector">The unit vector.</param>
/// <param name="Entry">The entry of the same content in the index, or null.</param>
/// <param name="Path">The file's path in the index, or null if only its content is there.</param>
internal readonly record struct EncodedPicture(float[] Vector, long? Entry, string? Path)
{
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <exception cref="SearchException">The index does not hold a picture that is to come from it.</exception>
    public static async Task<EncodedPicture> FindAsync(
        PictureIndex index, ClipModel model, PictureSource source, CancellationToken cancellationToken)
    {
        var vector = new float[model.Dimension];
        switch (source)
        {
            case PictureSource.IndexedSource indexed:
                var record = index.ReadFile(indexed.Path, vector) ?? throw SearchException.NotIndexed(indexed.Path);
                return new EncodedPicture(vector, record.Entry, record.Path);
            case PictureSource.FileSource file:
                var (entry, path) = FindFile(index, file.Path, vector, cancellationToken);
                if (entry is not null)
                    return new EncodedPicture(vector, entry, path);
                break;
        }
        return new EncodedPicture(await source.EncodeAsync(model, cancellationToken).ConfigureAwait(false), null, null);
    }

    private static (long? Entry, string? Path) FindFile(
        PictureIndex index, string path, Span<float> vector, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return (null, null);
        var info = new FileInfo(path);
        // Devices and pipes have no length, and their content may never end.
        if (info.Length == 0)
            return (null, null);
        var record = index.ReadFile(index.Location.Relative(info.FullName), vector);
        if (record is not null && record.Size == info.Length && record.ModifiedUtcTicks == info.LastWriteTimeUtc.Ticks)
            return (record.Entry, record.Path);
        try
        {
            return (index.ReadContent(ContentHash.OfFile(path, cancellationToken), vector)?.Entry, null);
        }
        catch (ClipException error) when (error is not IndexException)
        {
            throw new PictureException(error.Subject, error.Problem, error.Remedy, error);
        }
    }
}
