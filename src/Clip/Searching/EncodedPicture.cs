using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// The embedding of a query picture. If an index holds the file unchanged, or its content under another name, the
/// stored vector is taken, so that the picture is not decoded and the image tower not even loaded.
/// </summary>
/// <param name="Vector">The unit vector.</param>
/// <param name="Content">The hash of its content if an index holds that, or null.</param>
/// <param name="File">The full path of its file, or null if it comes from elsewhere.</param>
internal readonly record struct EncodedPicture(float[] Vector, UInt128? Content, string? File)
{
    /// <param name="indexes">The indexes that may hold it; the first that does is used.</param>
    /// <param name="model">Encodes it if none does.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="cancellationToken">Stops the reading, decoding and encoding.</param>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <exception cref="SearchException">No index holds a picture that is to come from it.</exception>
    public static async Task<EncodedPicture> FindAsync(
        IReadOnlyList<PictureIndex> indexes, ClipModel model, PictureSource source,
        CancellationToken cancellationToken)
    {
        var vector = new float[model.Dimensions];
        string? path = null;
        switch (source)
        {
            case PictureSource.IndexedSource indexed:
                foreach (var index in indexes)
                {
                    if (index.ReadFile(indexed.Path, vector) is { } record)
                        return new EncodedPicture(vector, record.Hash, index.Location.Full(record.Path));
                }
                throw indexes.Any(index => Path.Exists(index.Location.Full(indexed.Path)))
                    ? SearchException.NotIndexed(indexed.Path)
                    : SearchException.NoSuchPicture(indexed.Path);
            // What can be read only once is left to be decoded.
            case PictureSource.FileSource file
                when LinkedFile.Length(file.Path) > 0 && !StreamedFile.Is(file.Path):
                path = Path.GetFullPath(file.Path);
                if (FindFile(indexes, path, file.Path, vector, cancellationToken) is { } content)
                    return new EncodedPicture(vector, content, path);
                break;
            case PictureSource.EncodedSource { Path: { } known } given:
                return new EncodedPicture(
                    QueryVector.Usable(given.Vector, model.Dimensions),
                    FindFile(indexes, known, known, vector, cancellationToken), known);
        }
        var encoded = await source.EncodeAsync(model, cancellationToken).ConfigureAwait(false);
        return new EncodedPicture(encoded, null, path);
    }

    /// <summary>The stored vector of a file that an index holds unchanged, which is not read; null for none.</summary>
    /// <param name="index">The index.</param>
    /// <param name="path">The file's full path.</param>
    public static float[]? FindUnchanged(PictureIndex index, string path)
    {
        var vector = new float[index.Model.Dimensions];
        return FileStat.Of(path) is { Kind: FileKind.Regular, Size: > 0 } stat
            && ReadUnchanged(index, path, stat, vector) is not null ? vector : null;
    }

    /// <summary>The hash of a file that some index holds, and its vector.</summary>
    private static UInt128? FindFile(
        IReadOnlyList<PictureIndex> indexes, string path, string name, Span<float> vector,
        CancellationToken cancellationToken)
    {
        // Devices and pipes have no length, and their content may never end.
        if (FileStat.Of(path) is not { Kind: FileKind.Regular, Size: > 0 } stat)
            return null;
        foreach (var index in indexes)
        {
            if (ReadUnchanged(index, path, stat, vector) is { } record)
                return record.Hash;
        }
        try
        {
            var content = ContentHash.OfFile(name, cancellationToken);
            foreach (var index in indexes)
            {
                if (index.ReadContent(content, vector) is not null)
                    return content;
            }
            return null;
        }
        catch (ClipException error) when (error is not IndexException)
        {
            throw new PictureException(error.Subject, error.Problem, error.Remedy, error);
        }
    }

    private static FileRecord? ReadUnchanged(PictureIndex index, string path, FileStat stat, Span<float> vector)
    {
        var relative = index.Location.Relative(path);
        var isUnchanged = index.FindStamp(relative)
            ?.Fits(stat.Size, stat.ModifiedUtcTicks, stat.IdentityAt(path)) ?? false;
        return isUnchanged ? index.ReadFile(relative, vector) : null;
    }
}
