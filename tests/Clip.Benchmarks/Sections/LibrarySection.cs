using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

/// <summary>What a program that calls the library gets, beside what the indexer gets of the same files.</summary>
internal sealed class LibrarySection : ISection
{
    private const int Width = 1920;
    private const int Height = 1080;

    public string Name => "library";

    public string Question => "how fast does a program encode pictures through the library?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        using var model = ClipModel.Load(Checkout.Model);
        ManyFiles(report, folder, model);
        OnePicture(report, folder, model);
    }

    /// <summary>The indexer also hashes the files, reads their metadata and stores the vectors.</summary>
    private static void ManyFiles(Report report, TemporaryFolder folder, ClipModel model)
    {
        var copies = new GalleryCopies(folder);
        copies.Make();
        string[] paths = Directory.GetFiles(copies.Latest);
        var index = folder["library-index"];
        var location = IndexLocation.For(copies.Latest, index);
        var options = new ImageBatchOptions { Decode = DecodeMode.Fast };
        report.Table($"{paths.Length} photos of the gallery, fast decoding", "pictures/s", Comparison.Measure(
            new Alternative("the indexer", paths.Length, Index, RemoveIndex),
            new Alternative("EncodeAsync(paths)", paths.Length, () => EncodeAllAsync().GetAwaiter().GetResult()),
            new Alternative("Encode(path), one by one", paths.Length, () =>
            {
                foreach (var path in paths)
                    model.Image.Encode(path);
            })));

        void Index() => new Indexer(model, location, new IndexerOptions { Decode = DecodeMode.Fast })
            .RunAsync().GetAwaiter().GetResult();

        async Task EncodeAllAsync()
        {
            var count = 0;
            await foreach (var image in model.Image.EncodeAsync(paths, options))
                count += image.Error is null ? 1 : 0;
            if (count != paths.Length)
                throw new InvalidOperationException($"{count} of {paths.Length} pictures were encoded");
        }

        void RemoveIndex()
        {
            if (Directory.Exists(index))
                Directory.Delete(index, recursive: true);
        }
    }

    private static void OnePicture(Report report, TemporaryFolder folder, ClipModel model)
    {
        var pixels = new byte[3 * Width * Height];
        new Random(3).NextBytes(pixels);
        var file = Path.Join(folder.Make("frames"), "frame.ppm");
        File.WriteAllBytes(file, [.. System.Text.Encoding.ASCII.GetBytes($"P6 {Width} {Height} 255\n"), .. pixels]);
        var bytes = File.ReadAllBytes(file);
        using var picture = Picture.FromPixels(pixels, Width, Height);
        report.Table($"one frame of {Width} x {Height} pixels", "pictures/s", Comparison.Measure(
            new Alternative("EncodePixels(pixels)", 1, () => model.Image.EncodePixels(pixels, Width, Height)),
            new Alternative("Encode(picture)", 1, () => model.Image.Encode(picture)),
            new Alternative("Encode(bytes of a PPM file)", 1, () => model.Image.Encode(bytes))));
    }
}
