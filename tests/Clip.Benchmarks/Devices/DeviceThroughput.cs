namespace Clip.Benchmarks.Devices;

/// <summary>Encoding alone, on a device and on the processor in the same rounds.</summary>
/// <param name="report">Where to.</param>
/// <param name="processor">The model on the processor.</param>
/// <param name="model">The same model on the device.</param>
/// <param name="device">The device's name.</param>
internal sealed class DeviceThroughput(Report report, ClipModel processor, ClipModel model, string device)
{
    private static readonly int[] BatchSizes = [1, 8, 32, 64, 128, 256];
    private static readonly int[] ThreadCounts = [1, 2, 3, 4];
    private const int BatchesPerThread = 4;

    /// <summary>Pictures by batch size, and by threads that share the device.</summary>
    public void Pictures()
    {
        using var batch = DevicePictures.Batch(model, BatchSizes[^1]);
        var vectors = new float[batch.Capacity * model.Dimensions];
        report.Table($"{model.Name}, image tower", "pictures/s", Comparison.Measure(
        [
            Workers(),
            .. BatchSizes.Select(size =>
            {
                void Encode() => model.Image.Encode(batch, size, vectors);
                // Some devices compile for each shape; what counts is one batch after another of the same.
                return new Alternative($"{device}, batches of {size}", size, Encode, Prepare: Encode);
            }),
        ]));

        var chosen = Math.Min(model.Image.BatchSize, batch.Capacity);
        report.Table($"{model.Name}, image tower, batches of {chosen}", "pictures/s", Comparison.Measure(
            [.. ThreadCounts.Select(threads => new Alternative(
                $"{threads} at a time", chosen * threads * BatchesPerThread,
                () => Parallel.For(0, threads * BatchesPerThread, AtMost(threads), _ =>
                    model.Image.Encode(batch, chosen, new float[chosen * model.Dimensions]))))]));
    }

    /// <summary>Texts by batch size.</summary>
    public void Texts()
    {
        var captions = Checkout.Captions();
        string[] texts = [.. Enumerable.Range(0, BatchSizes[^1]).Select(i => captions[i % captions.Count])];
        var vectors = new float[texts.Length * model.Dimensions];
        report.Table($"{model.Name}, text tower", "texts/s", Comparison.Measure(
        [
            new Alternative("cpu", texts.Length, () => processor.Text.Encode(texts, vectors)),
            .. BatchSizes.Select(size =>
            {
                var some = texts[..size];
                return new Alternative($"{device}, batches of {size}", size, () =>
                    model.Text.EncodeWith(model.Text.Sessions.For(many: true), some, vectors, size));
            }),
        ]));
    }

    /// <summary>The same tower in other precision, in batches of the size that the library chooses.</summary>
    /// <param name="exact">The model in 32 bits on the same device.</param>
    public void AgainstExact(ClipModel exact)
    {
        var size = model.Image.BatchSize;
        using var batch = DevicePictures.Batch(model, size);
        using var exactBatch = DevicePictures.Batch(exact, size);
        var vectors = new float[size * model.Dimensions];
        string[] texts = [.. Checkout.Captions().Take(model.Text.BatchSize)];
        var embeddings = new float[texts.Length * model.Dimensions];
        report.Table($"{exact.Name}, image tower, batches of {size}", "pictures/s", Comparison.Measure(
            new Alternative($"{device}, 32 bits", size, () => exact.Image.Encode(exactBatch, size, vectors)),
            new Alternative($"{device}, 16 bits", size, () => model.Image.Encode(batch, size, vectors))));
        report.Table($"{exact.Name}, text tower, batches of {texts.Length}", "texts/s", Comparison.Measure(
            new Alternative($"{device}, 32 bits", texts.Length, () => exact.Text.Encode(texts, embeddings)),
            new Alternative($"{device}, 16 bits", texts.Length, () => model.Text.Encode(texts, embeddings))));
    }

    /// <summary>The processor as the indexer uses it.</summary>
    private Alternative Workers()
    {
        var (encoder, size) = (processor.Image, processor.Image.WorkerBatchSize);
        var batch = DevicePictures.Batch(processor, size);
        return new Alternative($"cpu, {encoder.Workers} workers", encoder.Workers * size, () =>
            Parallel.For(0, encoder.Workers, AtMost(encoder.Workers), _ => encoder.EncodeInWorker(
                batch, 0, size, new float[size * encoder.Dimensions], CancellationToken.None)));
    }

    private static ParallelOptions AtMost(int threads) => new() { MaxDegreeOfParallelism = threads };
}
