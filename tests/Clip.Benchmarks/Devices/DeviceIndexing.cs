using Clip.Benchmarks.Pictures;

namespace Clip.Benchmarks.Devices;

/// <summary>Folders of pictures end to end, beside decoding and encoding alone.</summary>
/// <param name="report">Where to.</param>
/// <param name="processor">The model on the processor.</param>
/// <param name="model">The same model on the device.</param>
/// <param name="device">The device's name.</param>
internal sealed class DeviceIndexing(Report report, ClipModel processor, ClipModel model, string device)
{
    private const int CopiesOfPhotos = 24;
    private const int CopiesOfCameraPhotos = 16;

    public void Measure()
    {
        using var folder = new TemporaryFolder();
        string[] gallery = [.. Directory.EnumerateFiles(Path.Join(Checkout.Gallery, "photos"), "*.jpg").Order()];
        Measure(folder, "web photos of the gallery", gallery, CopiesOfPhotos);
        var photos = CameraPhotos.Make(folder.Make("camera"), gallery);
        Measure(folder, "camera photos of 12 and 24 megapixels", photos, CopiesOfCameraPhotos);
    }

    private void Measure(TemporaryFolder folder, string title, IReadOnlyList<string> photos, int copies)
    {
        var few = Copy(photos, folder.Make("few"), 1);
        var many = Copy(photos, folder.Make("many"), copies);
        var index = folder["index"];
        using var batch = DevicePictures.Batch(model, model.Image.BatchSize);
        var comparison = Comparison.Measure(
            new Alternative("cpu, indexed", few.Count, () => Index(processor, folder["few"], few.Count), Remove),
            new Alternative($"{device}, indexed", many.Count, () => Index(model, folder["many"], many.Count), Remove),
            new Alternative("decoding alone", many.Count, () => Decode(many)),
            new Alternative($"{device}, encoding alone", many.Count, () => Encode(batch, many.Count)));
        report.Table($"{many.Count} {title}, fast decoding", "pictures/s", comparison);
        var rates = comparison.Results.ToList();
        var slowest = Math.Min(rates[2].Rate, rates[3].Rate);
        report.Remark(
            $"Indexing reaches {rates[1].Rate / slowest:0 %} of the slower of decoding and encoding; "
            + $"{(rates[2].Rate < rates[3].Rate ? "decoding" : "encoding")} is the slower one.");
        Directory.Delete(folder["few"], recursive: true);
        Directory.Delete(folder["many"], recursive: true);

        void Remove()
        {
            if (Directory.Exists(index))
                Directory.Delete(index, recursive: true);
        }

        void Index(ClipModel with, string root, int expected)
        {
            var indexer = new Indexer(
                with, IndexLocation.For(root, index), new IndexerOptions { Decode = DecodeMode.Fast });
            var done = indexer.RunAsync(onError: static error => throw error).GetAwaiter().GetResult();
            if (done.Added != expected)
                throw new InvalidOperationException($"{done.Added} pictures were added, {expected} expected");
        }
    }

    private void Encode(ImageBatch batch, int count)
    {
        var size = batch.Capacity;
        Parallel.For(0, (count + size - 1) / size,
            new ParallelOptions { MaxDegreeOfParallelism = model.Image.Workers }, i => model.Image.EncodeInWorker(
                batch, 0, Math.Min(size, count - i * size), new float[size * model.Dimensions],
                CancellationToken.None));
    }

    /// <summary>Reads, decodes and resizes into tensors with as many threads as the indexer.</summary>
    private void Decode(List<string> files)
    {
        var encoder = model.Image;
        var next = 0;
        Parallel.For(0, encoder.Decoders, new ParallelOptions { MaxDegreeOfParallelism = encoder.Decoders }, _ =>
        {
            using var batch = encoder.CreateBatch(1);
            for (var i = Interlocked.Increment(ref next) - 1; i < files.Count; i = Interlocked.Increment(ref next) - 1)
            {
                using var picture = encoder.Preprocessor.Decode(files[i], DecodeMode.Fast);
                batch.Write(0, picture);
            }
        });
    }

    /// <summary>Copies with unique bytes at their ends, which decoders ignore.</summary>
    private static List<string> Copy(IReadOnlyList<string> photos, string folder, int copies)
    {
        List<string> made = [];
        for (var copy = 0; copy < copies; copy++)
        {
            foreach (var photo in photos)
            {
                var path = Path.Join(folder, $"{copy}-{Path.GetFileName(photo)}");
                File.Copy(photo, path);
                File.AppendAllText(path, $"{copy}");
                made.Add(path);
            }
        }
        return made;
    }
}
