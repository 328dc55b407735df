using System.Globalization;
using System.Numerics.Tensors;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Pictures;
using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// Indexing of new photos with the larger model, by whole programs and by a loop of calls, beside what people would use
/// instead; and how close each embedding is to the one that the references compute from all pixels in 32 bits.
/// </summary>
internal sealed class PeersSection(BenchmarkOptions options, PythonPeer? python) : ISection
{
    private const string Query = "a dog";

    public string Name => "peers";

    public string Question => "how fast are new photos indexed beside other programs, and how exactly?";

    public void Run(Report report)
    {
        if (options.Model is not { } model)
        {
            report.Remark("Give --model, and --python with --rclip for something to compare with.");
            return;
        }

        using var folder = new TemporaryFolder();
        var native = options.Clipsearch ?? PublishedProgram.Native(folder["native"]);
        var camera = options.Photos is { } photos
            ? [.. Directory.EnumerateFiles(photos, "*.jp*g", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : CameraPhotos.Make(folder.Make("camera"), Checkout.Photos());
        using var exact = Load(folder["library"], ModelPrecision.Fp32);
        using var quick = Load(folder["library"], ModelPrecision.Int8);
        foreach (var (title, paths) in new[] { ("web photos", Checkout.Photos()), ("camera photos", camera) })
        {
            Programs(report, folder, $"{paths.Count} {title}", paths, native, model, exact);
            Calls(report, folder, $"{paths.Count} {title}", paths, model, exact, quick);
        }

        ClipModel Load(string cache, ModelPrecision precision) => ClipModel.Load(
            model, new ClipModelOptions { CacheFolder = cache, Precision = precision });
    }

    /// <summary>Whole programs, each on copies that it has not seen.</summary>
    private void Programs(
        Report report, TemporaryFolder folder, string title, IReadOnlyList<string> photos, string native, string model,
        ClipModel exact)
    {
        var caches = folder["caches"];
        List<IndexingProgram> programs =
        [
            Clip("32 bits", "--decode", "fast"),
            Clip("32 bits, draft", "--decode", "draft"),
            Clip("8 bits", "--decode", "fast", "--precision", "int8"),
            Clip("8 bits, draft", "--decode", "draft", "--precision", "int8"),
        ];
        if (options is { Python: { } interpreter, Rclip: { } script })
        {
            // Its database has the pictures of all folders.
            programs.Add(new IndexingProgram(
                "rclip", new UnseenCopies(folder, photos),
                at => new Command(interpreter, [script, model, Query, "-t", "3"], at, caches),
                at => VectorTableReader.Read(Path.Join(caches, "rclip", "db.sqlite3")).Rows
                    .Where(row => row.Id.StartsWith(at, StringComparison.Ordinal))));
        }

        report.Table($"programs: index {title}, then search", "pictures/s", Comparison.Measure([.. programs.Select(
            static one => new Alternative(
                one.Name, one.Copies.Count, () => one.Start(one.Copies.Latest).Run(), one.Copies.Make))]));
        Agreement(report, $"programs: {title}", exact, photos, programs.Select(static one => (
            one.Name,
            one.Read(one.Copies.Latest).ToDictionary(
                static row => Path.GetFileName(row.Id), static row => row.Vector))));

        IndexingProgram Clip(string name, params IReadOnlyList<string> arguments) => new(
            name, new UnseenCopies(folder, photos),
            at => new Command(native, ["search", Query, "--model", model, .. arguments], at, caches), Export);

        IReadOnlyList<VectorRow> Export(string at)
        {
            var file = folder["vectors.npy"];
            File.Delete(file);
            new Command(native, ["export", file, "--no-index", "--model", model], at, caches).Run();
            return VectorTableReader.Read(file).Rows;
        }
    }

    /// <summary>A program that indexes the folder where it starts and then searches.</summary>
    /// <param name="Name">Its name in the table.</param>
    /// <param name="Copies">What it indexes.</param>
    /// <param name="Start">How to start it in a folder.</param>
    /// <param name="Read">Reads the vectors that it has stored of a folder.</param>
    private sealed record IndexingProgram(
        string Name, UnseenCopies Copies, Func<string, Command> Start, Func<string, IEnumerable<VectorRow>> Read);

    /// <summary>Calls of the library beside a loop in Python, both with a model that is loaded.</summary>
    private void Calls(
        Report report, TemporaryFolder folder, string title, IReadOnlyList<string> photos, string model,
        ClipModel exact, ClipModel quick)
    {
        List<Alternative> calls =
        [
            new("EncodeAsync, 32 bits", photos.Count, () => Encode(exact, photos, DecodeMode.Fast)),
            new("EncodeAsync, 32 bits, exact", photos.Count, () => Encode(exact, photos, DecodeMode.Exact)),
            new("EncodeAsync, 8 bits", photos.Count, () => Encode(quick, photos, DecodeMode.Fast)),
            new("EncodeAsync, 8 bits, draft", photos.Count, () => Encode(quick, photos, DecodeMode.Draft)),
        ];
        if (python is not null)
        {
            // A new name per list, because Python reads each list once.
            var list = folder[$"photos-{photos.Count}.txt"];
            File.WriteAllText(list, string.Join('\n', photos));
            var graph = Path.Join(model, "onnx", "vision_model.onnx");
            var size = exact.Image.Preprocessor.Width.ToString(CultureInfo.InvariantCulture);
            calls.Add(new Alternative(
                "Pillow and ONNX Runtime, batches of 16", photos.Count,
                () => python.Run("embed", graph, size, list, "16")));
        }

        report.Table($"calls: embed {title}", "pictures/s", Comparison.Measure(calls));
        Agreement(report, $"calls: {title}", exact, photos,
        [
            ("32 bits, fast", Encode(exact, photos, DecodeMode.Fast)),
            ("32 bits, draft", Encode(exact, photos, DecodeMode.Draft)),
            ("8 bits, exact", Encode(quick, photos, DecodeMode.Exact)),
            ("8 bits, fast", Encode(quick, photos, DecodeMode.Fast)),
        ]);
    }

    private static void Agreement(
        Report report, string title, ClipModel exact, IReadOnlyList<string> photos,
        IEnumerable<(string Name, Dictionary<string, ReadOnlyMemory<float>> Vectors)> alternatives)
    {
        var wanted = Encode(exact, photos, DecodeMode.Exact);
        report.Table([$"{title}: cosine to the exact embedding", "mean", "least"], alternatives.Select(one =>
        {
            var cosines = wanted.Select(pair => Cosine(pair.Value.Span, one.Vectors[pair.Key].Span)).ToList();
            return (string[])[one.Name, Text(cosines.Average()), Text(cosines.Min())];
        }));

        static string Text(double value) => value.ToString("F5", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, ReadOnlyMemory<float>> Encode(
        ClipModel model, IReadOnlyList<string> photos, DecodeMode mode) =>
        model.Image.EncodeAsync(photos, new ImageBatchOptions { Decode = mode }).ToBlockingEnumerable()
            .ToDictionary(static one => Path.GetFileName(one.Path), static one => one.Embedding);

    private static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second) =>
        TensorPrimitives.CosineSimilarity(first, second);
}
