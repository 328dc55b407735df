namespace Clip.Server.Batching;

/// <summary>The embedding of a picture.</summary>
/// <param name="Vector">A unit vector.</param>
/// <param name="Width">The width of the upright picture, in pixels.</param>
/// <param name="Height">Its height, in pixels.</param>
internal sealed record BatchedImage(float[] Vector, int Width, int Height);

/// <summary>
/// Decodes pictures on all cores, each into a slot of one tensor, and encodes them together. What waits are files and
/// not pixels, so that memory stays flat.
/// </summary>
internal sealed class PictureBatch(ClipModel model)
{
    /// <summary>The most pictures at a time.</summary>
    public const int Largest = 16;

    public Outcome<BatchedImage>[] Encode(IReadOnlyList<PictureItem> pictures, CancellationToken cancellationToken)
    {
        var encoder = model.Image;
        var outcomes = new Outcome<BatchedImage>[pictures.Count];
        var slots = new int[pictures.Count];
        var sizes = new (int Width, int Height)[pictures.Count];
        var used = 0;
        using var batch = encoder.CreateBatch(pictures.Count);
        var cores = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, pictures.Count, cores, i =>
        {
            slots[i] = -1;
            try
            {
                using var picture = pictures[i].Decode(encoder.Preprocessor, cancellationToken);
                sizes[i] = (picture.Width, picture.Height);
                // Only what was decoded takes a slot: one that nobody wrote could hold anything.
                var slot = Interlocked.Increment(ref used) - 1;
                batch.Write(slot, picture);
                slots[i] = slot;
            }
            catch (ClipException error)
            {
                outcomes[i] = new Outcome<BatchedImage>(error);
            }
        });
        if (used == 0)
            return outcomes;
        var vectors = new float[used * encoder.Dimensions];
        var missing = encoder.EncodeEach(batch, used, vectors, cancellationToken);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (slots[i] < 0)
                continue;
            outcomes[i] = missing.Contains(slots[i])
                ? new Outcome<BatchedImage>(new PictureException(
                    pictures[i].Name, "gets no usable embedding from this model"))
                : new Outcome<BatchedImage>(new BatchedImage(
                    vectors.AsSpan(slots[i] * encoder.Dimensions, encoder.Dimensions).ToArray(),
                    sizes[i].Width, sizes[i].Height));
        }
        return outcomes;
    }
}
