using System.Globalization;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Pictures;
using Clip.Catalog;
using Clip.Images;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Benchmarks.Sections;

internal sealed class PicturesSection(PythonPeer? python) : ISection
{
    private const string EndToEnd = "indexed, fast decoding";

    private const string Inference = "infer, a worker for each core";

    public string Name => "pictures";

    public string Question => "how fast do pictures get into an index, and which stage holds them up?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        using var model = ClipModel.Load(Checkout.Model);
        var gallery = Copy(Checkout.Pictures(), folder.Make("gallery"));
        var photos = CameraPhotos.Make(folder.Make("photos"), [.. gallery.Where(path => path.EndsWith(".jpg", StringComparison.Ordinal))]);
        report.Remark("Every stage by itself, on all cores, with what it needs in memory; inference is with clip-mini.");
        Stages(report, $"{gallery.Count} pictures of the gallery", model, folder, "gallery", gallery);
        Stages(report, $"{photos.Count} camera photos of 12 and 24 megapixels", model, folder, "photos", photos);
    }

    private void Stages(Report report, string title, ClipModel model, TemporaryFolder folder, string name, IReadOnlyList<string> paths)
    {
        using var stages = new PictureStages(model, paths);
        double count = stages.Count;
        var index = folder["index"];
        var comparison = Comparison.Measure(
            new Alternative(EndToEnd, count, () => Index(model, folder[name], index, DecodeMode.Fast, paths.Count), () => Remove(index)),
            new Alternative("indexed, exact decoding", count, () => Index(model, folder[name], index, DecodeMode.Exact, paths.Count), () => Remove(index)),
            new Alternative("read and hash", count, stages.ReadAndHash),
            new Alternative("decode, fast", count, () => stages.Decode(DecodeMode.Fast)),
            new Alternative("decode, exact", count, () => stages.Decode(DecodeMode.Exact)),
            new Alternative("resize into the tensor", count, stages.Resize),
            new Alternative(Inference, count, stages.InferInWorkers),
            new Alternative("infer, 8 at a time", count, () => stages.Infer(8)),
            new Alternative("infer, 1 at a time", count, () => stages.Infer(1)),
            new Alternative("store and commit", count, () => stages.Store(IndexLocation.For(folder.Path, index)), () => Remove(index)));
        report.Table(title, "pictures/s", comparison);
        Shares(report, comparison);
        OneCore(report, title, folder, stages, paths);
    }

    /// <summary>
    /// Stages on one processor share its cores, so the least time for a picture is the sum of theirs; on a machine whose
    /// inference runs elsewhere it would be the slowest one's.
    /// </summary>
    private static void Shares(Report report, Comparison comparison)
    {
        var results = comparison.Results.ToDictionary(result => result.Name);
        string[] path = ["read and hash", "decode, fast", "resize into the tensor", Inference, "store and commit"];
        var milliseconds = path.Select(stage => 1e3 / results[stage].Rate).ToList();
        var (sum, slowest, whole) = (milliseconds.Sum(), milliseconds.Max(), 1e3 / results[EndToEnd].Rate);
        report.Table(
            ["stage, fast decoding", "ms a picture", "share"],
            path.Select((stage, i) => (string[])[stage, Report.Number(milliseconds[i]), Percent(milliseconds[i] / sum)])
                .Append(["all stages", Report.Number(sum), Percent(1)])
                .Append(["the indexer", Report.Number(whole), Percent(whole / sum)]));
        report.Remark(
            $"The slowest stage is \"{path[milliseconds.IndexOf(slowest)]}\". The indexer runs at {Percent(sum / whole)} of the speed that its stages allow on these cores, "
            + $"and at {Percent(slowest / whole)} of the speed of the slowest stage alone.");
    }

    /// <summary>From files to what a model takes, as one core does it.</summary>
    private void OneCore(Report report, string title, TemporaryFolder folder, PictureStages stages, IReadOnlyList<string> paths)
    {
        List<Alternative> alternatives =
        [
            new("Clip, exact", stages.Count, () => stages.PrepareAlone(DecodeMode.Exact)),
            new("Clip, fast", stages.Count, () => stages.PrepareAlone(DecodeMode.Fast)),
        ];
        if (python is not null)
        {
            const int size = 224;
            var list = folder["paths.txt"];
            list = Path.ChangeExtension(list, paths.Count.ToString(CultureInfo.InvariantCulture)); // Python reads each list once
            File.WriteAllText(list, string.Join('\n', paths));
            alternatives.Insert(0, new Alternative("Pillow and numpy", stages.Count, () => python.Run("pictures", size.ToString(CultureInfo.InvariantCulture), list)));
        }

        report.Table($"{title}: file to tensor, one core", "pictures/s", Comparison.Measure(alternatives));
    }

    private static void Index(ClipModel model, string root, string index, DecodeMode mode, int expected)
    {
        var options = new IndexerOptions { Decode = mode };
        var report = new Indexer(model, IndexLocation.For(root, index), options).RunAsync(onError: error => throw error).GetAwaiter().GetResult();
        if (report.Added != expected)
            throw new InvalidOperationException($"{report.Added} pictures were added where {expected} were expected");
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
