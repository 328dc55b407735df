using System.Globalization;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Pictures;

namespace Clip.Benchmarks.Sections;

internal sealed class PicturesSection(PythonPeer? python) : ISection
{
    private const string EndToEnd = "indexed, fast decoding";

    private const string Inference = "infer, one worker per core";

    public string Name => "pictures";

    public string Question => "how fast are pictures indexed, and which stage is the slowest?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        using var model = ClipModel.Load(Checkout.Model);
        var gallery = Copy(Checkout.Pictures(), folder.Make("gallery"));
        string[] tiles = [.. gallery.Where(path => path.EndsWith(".jpg", StringComparison.Ordinal))];
        var photos = CameraPhotos.Make(folder.Make("photos"), tiles);
        report.Remark("Each stage runs separately on all cores, with its input in memory; inference uses clip-mini.");
        Stages(report, $"{gallery.Count} pictures of the gallery", model, folder, "gallery", gallery);
        Stages(report, $"{photos.Count} camera photos of 12 and 24 megapixels", model, folder, "photos", photos);
    }

    private void Stages(
        Report report, string title, ClipModel model, TemporaryFolder folder, string name, IReadOnlyList<string> paths)
    {
        using var stages = new PictureStages(model, paths);
        double count = stages.Count;
        var index = folder["index"];
        void IndexAll(DecodeMode mode) => Index(model, folder[name], index, mode, paths.Count);
        void RemoveIndex() => Remove(index);
        void Store() => stages.Store(IndexLocation.For(folder.Path, index));
        var comparison = Comparison.Measure(
            new Alternative(EndToEnd, count, () => IndexAll(DecodeMode.Fast), RemoveIndex),
            new Alternative("indexed, exact decoding", count, () => IndexAll(DecodeMode.Exact), RemoveIndex),
            new Alternative("read and hash", count, stages.ReadAndHash),
            new Alternative("decode, fast", count, () => stages.Decode(DecodeMode.Fast)),
            new Alternative("decode, exact", count, () => stages.Decode(DecodeMode.Exact)),
            new Alternative("resize into the tensor", count, stages.Resize),
            new Alternative(Inference, count, stages.InferInWorkers),
            new Alternative("infer, 8 at a time", count, () => stages.Infer(8)),
            new Alternative("infer, 1 at a time", count, () => stages.Infer(1)),
            new Alternative("store and commit", count, Store, RemoveIndex));
        report.Table(title, "pictures/s", comparison);
        Shares(report, comparison);
        OneCore(report, title, folder, stages, paths);
    }

    /// <summary>
    /// Stages on one processor share its cores, so the minimum time per picture is the sum over all stages; with
    /// inference on another device it would be the time of the slowest stage.
    /// </summary>
    private static void Shares(Report report, Comparison comparison)
    {
        var results = comparison.Results.ToDictionary(result => result.Name);
        string[] path = ["read and hash", "decode, fast", "resize into the tensor", Inference, "store and commit"];
        var milliseconds = path.Select(stage => 1e3 / results[stage].Rate).ToList();
        var (sum, slowest, whole) = (milliseconds.Sum(), milliseconds.Max(), 1e3 / results[EndToEnd].Rate);
        report.Table(
            ["stage, fast decoding", "ms per picture", "share"],
            path.Select((stage, i) => (string[])[stage, Report.Number(milliseconds[i]), Percent(milliseconds[i] / sum)])
                .Append(["all stages", Report.Number(sum), Percent(1)])
                .Append(["the indexer", Report.Number(whole), Percent(whole / sum)]));
        report.Remark(
            $"The slowest stage is \"{path[milliseconds.IndexOf(slowest)]}\". The indexer runs at "
            + $"{Percent(sum / whole)} of the speed that its stages allow on these cores, and at "
            + $"{Percent(slowest / whole)} of the speed of the slowest stage alone.");
    }

    /// <summary>Prepares files for a model on one core.</summary>
    private void OneCore(
        Report report, string title, TemporaryFolder folder, PictureStages stages, IReadOnlyList<string> paths)
    {
        List<Alternative> alternatives =
        [
            new("Clip, exact", stages.Count, () => stages.PrepareAlone(DecodeMode.Exact)),
            new("Clip, fast", stages.Count, () => stages.PrepareAlone(DecodeMode.Fast)),
        ];
        if (python is not null)
        {
            const string size = "224";
            var list = folder["paths.txt"];
            // A new name per list, because Python reads each list once.
            list = Path.ChangeExtension(list, paths.Count.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(list, string.Join('\n', paths));
            void Prepare() => python.Run("pictures", size, list);
            alternatives.Insert(0, new Alternative("Pillow and numpy", stages.Count, Prepare));
        }

        report.Table($"{title}: file to tensor, one core", "pictures/s", Comparison.Measure(alternatives));
    }

    private static void Index(ClipModel model, string root, string index, DecodeMode mode, int expected)
    {
        var options = new IndexerOptions { Decode = mode };
        var indexer = new Indexer(model, IndexLocation.For(root, index), options);
        var report = indexer.RunAsync(onError: error => throw error).GetAwaiter().GetResult();
        if (report.Added != expected)
            throw new InvalidOperationException($"{report.Added} pictures were added, {expected} expected");
    }

    private static void Remove(string index)
    {
        if (Directory.Exists(index))
            Directory.Delete(index, recursive: true);
    }

    private static List<string> Copy(IReadOnlyList<string> files, string folder) =>
        [.. files.Select(file =>
        {
            var copy = Path.Join(folder, Path.GetFileName(file));
            File.Copy(file, copy);
            return copy;
        })];

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
