using Clip.Catalog;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>
/// The vector of a picture that the user names. A picture that the index holds unchanged is not decoded again, so the
/// image tower is not even loaded.
/// </summary>
/// <param name="Vector">The unit vector.</param>
/// <param name="Entry">The entry of the same content in the index, or null.</param>
internal readonly record struct IndexedPicture(float[] Vector, long? Entry)
{
    public static async Task<IndexedPicture> FindAsync(
        PictureIndex index, IndexLocation location, ClipModel model, string input, CancellationToken cancellationToken)
    {
        if (!File.Exists(input))
            return new IndexedPicture(await PictureInput.EncodeAsync(model, input, cancellationToken).ConfigureAwait(false), null);

        var info = new FileInfo(input);
        var entry = index.FindFile(location.Relative(info.FullName)) is { } record
            && record.Size == info.Length
            && record.ModifiedUtcTicks == info.LastWriteTimeUtc.Ticks
            ? record.Entry
            : index.FindPicture(ContentHash.OfFile(input, cancellationToken));
        var vector = new float[model.Dimension];
        if (entry is { } known && index.ReadVector(known, vector))
            return new IndexedPicture(vector, known);
        return new IndexedPicture(await PictureInput.EncodeAsync(model, input, cancellationToken).ConfigureAwait(false), null);
    }
}
