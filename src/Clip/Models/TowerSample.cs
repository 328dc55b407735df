namespace Clip.Models;

/// <summary>What is encoded to measure a tower.</summary>
internal abstract class TowerSample
{
    /// <summary>The number of items.</summary>
    public abstract int Count { get; }

    /// <summary>What it consists of, for people.</summary>
    public abstract string Source { get; }

    /// <summary>Encodes the first items; an item that has no embedding is not a number.</summary>
    /// <param name="session">The tower.</param>
    /// <param name="count">How many items, at most <see cref="Count"/>.</param>
    /// <returns>The unit vectors, one after the other.</returns>
    public abstract float[] Encode(EncoderSession session, int count);
}

/// <summary>Texts.</summary>
internal sealed class TextSample(TextEncoder encoder, IReadOnlyList<string> texts, string source) : TowerSample
{
    public override int Count => texts.Count;

    public override string Source => source;

    public override float[] Encode(EncoderSession session, int count)
    {
        var vectors = new float[count * encoder.Dimensions];
        encoder.EncodeWith(session, [.. texts.Take(count)], vectors);
        return vectors;
    }
}

/// <summary>Pictures, decoded once.</summary>
internal sealed class PictureSample(ImageEncoder encoder, IReadOnlyList<ImageBatch> batches, string source)
    : TowerSample, IDisposable
{
    public override int Count => batches.Sum(static batch => batch.Capacity);

    public override string Source => source;

    public override float[] Encode(EncoderSession session, int count)
    {
        var vectors = new float[count * encoder.Dimensions];
        var done = 0;
        foreach (var batch in batches)
        {
            var some = Math.Min(batch.Capacity, count - done);
            if (some == 0)
                break;
            var destination = vectors.AsSpan(done * encoder.Dimensions, some * encoder.Dimensions);
            encoder.EncodeWith(session, batch, some, destination);
            done += some;
        }
        return vectors;
    }

    public void Dispose()
    {
        foreach (var batch in batches)
            batch.Dispose();
    }
}
