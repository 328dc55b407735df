using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Files;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>
/// The vector of a picture that the user names. A picture that the index holds unchanged is not decoded again, so the
/// image tower is not even loaded.
/// </summary>
/// <param name="Vector">The unit vector.</param>
/// <param name="Entry">The entry of the same content in the index, or null.</param>
/// <param name="Path">Its path in the index, or null where only its content is there.</param>
internal readonly record struct IndexedPicture(float[] Vector, long? Entry, string? Path)
{
    /// <exception cref="PictureException">The picture cannot be had or read.</exception>
    public static async Task<IndexedPicture> FindAsync(
        PictureIndex index, IndexLocation location, ClipModel model, string input, CancellationToken cancellationToken)
    {
        var vector = new float[model.Dimension];
        var (known, path) = Find(index, location, input, vector, cancellationToken);
        if (known is not null)
            return new IndexedPicture(vector, known, path);
        return new IndexedPicture(await PictureInput.EncodeAsync(model, input, cancellationToken).ConfigureAwait(false), null, null);
    }

    private static (long? Entry, string? Path) Find(
        PictureIndex index, IndexLocation location, string input, Span<float> vector, CancellationToken cancellationToken)
    {
        // A length of zero has many reasons: a device, for one, whose content never ends.
        if (!File.Exists(input) || new FileInfo(input) is not { Length: > 0 } info)
            return (null, null);
        if (index.ReadFile(location.Relative(info.FullName), vector) is { } record
            && record.Size == info.Length && record.ModifiedUtcTicks == info.LastWriteTimeUtc.Ticks)
            return (record.Entry, record.Path);
        try
        {
            return (index.ReadContent(ContentHash.OfFile(input, cancellationToken), vector)?.Entry, null);
        }
        catch (ClipException error) when (error is not IndexException)
        {
            throw new PictureException(error.Subject, error.Problem, error.Remedy, error);
        }
    }
}
