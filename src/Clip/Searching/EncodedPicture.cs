using Clip.Catalog.Reading;
using Clip.Files;
using Clip.Models;

namespace Clip.Searching;

/// <summary>
/// The embedding of a query picture. If the index holds the file unchanged, or its content under another name, the
/// stored vector is taken, so that the picture is not decoded and the image tower not even loaded.
/// </summary>
/// <param name="Vector">The unit vector.</param>
/// <param name="Content">The hash of its content if the index holds that, or null.</param>
/// <param name="Path">The file's path in the index, or null if only its content is there.</param>
internal readonly record struct EncodedPicture(float[] Vector, UInt128? Content, string? Path)
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
                return new EncodedPicture(vector, record.Hash, record.Path);
            case PictureSource.FileSource file:
                var (content, path) = FindFile(index, file.Path, vector, cancellationToken);
                if (content is not null)
                    return new EncodedPicture(vector, content, path);
                break;
        }
        return new EncodedPicture(await source.EncodeAsync(model, cancellationToken).ConfigureAwait(false), null, null);
    }

    /// <summary>
    /// The entry of its content in the index, or null. Looked up when it is needed: a compaction renumbers entries.
    /// </summary>
    public long? EntryIn(IndexSnapshot index) => Content is { } content ? index.FindPicture(content) : null;

    private static (UInt128? Content, string? Path) FindFile(
        PictureIndex index, string path, Span<float> vector, CancellationToken cancellationToken)
    {
        // Devices and pipes have no length, and their content may never end.
        if (FileStat.Of(path) is not { Kind: FileKind.Regular, Size: > 0 } stat)
            return (null, null);
        var relativePath = index.Location.Relative(System.IO.Path.GetFullPath(path));
        var isUnchanged = index.FindStamp(relativePath)
            ?.Fits(stat.Size, stat.ModifiedUtcTicks, stat.IdentityAt(path)) ?? false;
        if (isUnchanged && index.ReadFile(relativePath, vector) is { } record)
            return (record.Hash, record.Path);
        try
        {
            return (index.ReadContent(ContentHash.OfFile(path, cancellationToken), vector)?.Hash, null);
        }
        catch (ClipException error) when (error is not IndexException)
        {
            throw new PictureException(error.Subject, error.Problem, error.Remedy, error);
        }
    }
}
