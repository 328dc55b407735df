using System.Runtime.CompilerServices;

namespace Clip.Searching;

/// <summary>A picture and its embedding, or why it has none.</summary>
/// <param name="Source">The picture.</param>
/// <param name="Vector">Its unit vector; null where it has none.</param>
/// <param name="Error">Why it has none.</param>
internal readonly record struct PictureEmbedding(PictureSource Source, float[]? Vector, ClipException? Error);

/// <summary>
/// Encodes many pictures, decoded exactly, in their order and each by itself, as a single one is encoded. Several are
/// decoded and encoded at a time.
/// </summary>
internal static class PictureEncoding
{
    /// <param name="model">The model.</param>
    /// <param name="sources">The pictures; read as they are needed.</param>
    /// <param name="cancellationToken">Stops the decoding and encoding.</param>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public static async IAsyncEnumerable<PictureEmbedding> EncodeAsync(
        ClipModel model, IEnumerable<PictureSource> sources,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Queue<Task<PictureEmbedding>>();
        try
        {
            foreach (var source in sources)
            {
                waiting.Enqueue(Task.Run(() => EncodeOneAsync(model, source, cancellationToken), cancellationToken));
                if (waiting.Count > model.Image.Decoders)
                    yield return await waiting.Dequeue().ConfigureAwait(false);
            }
            while (waiting.Count > 0)
                yield return await waiting.Dequeue().ConfigureAwait(false);
        }
        finally
        {
            // Nothing uses the model any more when this has ended, however it ends.
            foreach (var task in waiting)
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<PictureEmbedding> EncodeOneAsync(
        ClipModel model, PictureSource source, CancellationToken cancellationToken)
    {
        try
        {
            var vector = await source.EncodeAsync(model, cancellationToken).ConfigureAwait(false);
            return new PictureEmbedding(source, vector, null);
        }
        catch (PictureException error)
        {
            return new PictureEmbedding(source, null, error);
        }
    }
}
