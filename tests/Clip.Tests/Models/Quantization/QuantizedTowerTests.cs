using Clip.Devices;
using Clip.Models;
using Clip.Models.Caching;
using Clip.Models.Layouts;
using Clip.Models.Quantization;

namespace Clip.Tests.Models.Quantization;

/// <summary>A saved tower in 8 bits is used only as long as it is as close to 32 bits as required.</summary>
public sealed class QuantizedTowerTests : IDisposable
{
    private static readonly string[][] Samples =
    [
        ["a dog on the beach"], ["the red car", "two people"], ["a photo of two people on the beach"],
        ["the sunset", "a red cat", "the dog"],
    ];

    private readonly TestFolder _folder = TinyTransformer.Folder();
    private readonly ClipModel _model;
    private int _caches;

    public QuantizedTowerTests() => _model = _folder.Load();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_saved_graph_that_fails_a_stricter_requirement_is_made_again()
    {
        var cache = NewCache();
        var loose = Tower(cache, required: 0).Prove(() => Sample(0));
        Assert.Equal(loose, Tower(cache, required: 0).Recall());
        // Stricter than any form of 8 bits.
        var strict = Assert.Throws<ModelException>(() => Tower(cache, required: 1).Prove(() => Sample(0)));
        Assert.Equal(ModelFault.InsufficientPrecision, strict.Fault);
        Assert.Null(Tower(cache, required: 0).Recall());

        List<PrecisionReport> reports = [];
        Tower(cache, required: 0, reports).Prove(() => Sample(1));

        Assert.Equal(reports, [Tower(cache, required: 0).Recall()!]);
    }

    [Fact]
    public void A_saved_graph_that_fails_on_other_samples_does_not_keep_its_old_report()
    {
        // How close a graph that was measured on one sample is on another one.
        var (good, bad, required) = (
            from one in Enumerable.Range(0, Samples.Length)
            let cache = NewCache()
            let saved = Tower(cache, required: 0).Prove(() => Sample(one)).MeanCosine
            from other in Enumerable.Range(0, Samples.Length)
            let found = Tower(cache, required: 0).Prove(() => Sample(other)).MeanCosine
            where found < saved
            orderby saved - found descending
            select (one, other, (saved + found) / 2)).First();
        var kept = NewCache();
        Tower(kept, required).Prove(() => Sample(good));
        Assert.True(Tower(kept, required).IsProven);

        try
        {
            Tower(kept, required).Prove(() => Sample(bad));
        }
        catch (ModelException error)
        {
            Assert.Equal(ModelFault.InsufficientPrecision, error.Fault);
        }

        // What is kept, if anything, was made for the sample that failed.
        Assert.NotEqual(Sample(good).Source, Tower(kept, required).Recall()?.Sample);
    }

    [Fact]
    public void The_fastest_way_that_is_close_enough_is_taken()
    {
        // In turn: the first way is 1.2 times as fast as 32 bits, the second 1.8 times.
        var ratios = new Queue<double>([1.2, 1.8]);
        var report = Tower(NewCache(), 0, ratio: (_, _) => ratios.Dequeue()).Prove(() => Sample(0));

        Assert.Equal(QuantizationVariant.ForThisProcessor[1].Name, report.Variant);
        Assert.Equal(1.8, report.Speedup);
        Assert.Empty(ratios); // what is known to be slower still is not measured
    }

    [Fact]
    public void Of_ways_as_fast_as_each_other_the_closest_is_taken()
    {
        List<PrecisionReport> each = [];
        foreach (var speeds in new[] { (2.0, 1.0), (1.0, 2.0), (2.0, 1.99) })
        {
            var ratios = new Queue<double>([speeds.Item1, speeds.Item2]);
            each.Add(Tower(NewCache(), 0, ratio: (_, _) => ratios.Dequeue()).Prove(() => Sample(0)));
        }

        Assert.NotEqual(each[0].Variant, each[1].Variant);
        Assert.Equal(Math.Max(each[0].MeanCosine, each[1].MeanCosine), each[2].MeanCosine);
    }

    [Fact]
    public void A_tower_that_8_bits_make_no_faster_stays_in_32_bits_with_the_figures()
    {
        var cache = NewCache();
        var report = Tower(cache, 0, ratio: static (_, _) => 0.58).Prove(() => Sample(0));
        var kept = Tower(cache, 0, ratio: static (_, _) => 2);

        Assert.Null(report.Variant);
        Assert.Contains("8 bits are not faster", report.ToString());
        Assert.Contains("0.58 times as fast (sample 0)", report.Reason);
        Assert.Equal(report, kept.Prove(() => Sample(1))); // decided once
        using var session = kept.Open(SessionUse.Many, () => Sample(0));
        Assert.Equal(
            Sample(0).Encode(session, 1),
            _model.Text.Encode(Samples[0][0], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_later_sample_is_measured_for_closeness_alone()
    {
        var cache = NewCache();
        var first = Tower(cache, 0, ratio: static (_, _) => 1.7).Prove(() => Sample(0));

        var later = Tower(cache, 0, ratio: static (_, _) => throw new InvalidOperationException("timed again"))
            .Prove(() => Sample(1));

        Assert.Equal((first.Variant, first.Speedup), (later.Variant, later.Speedup));
        Assert.Equal(Sample(1).Source, later.Sample);
    }

    [Fact]
    public void Speeds_are_compared_in_turns()
    {
        List<char> runs = [];
        var ratio = PairedTiming.Ratio(() => runs.Add('a'), () => runs.Add('b'));

        Assert.InRange(ratio, double.Epsilon, double.MaxValue);
        Assert.Equal(runs.Count(static run => run == 'a'), runs.Count(static run => run == 'b'));
        Assert.All(runs.Chunk(2), static turn => Assert.NotEqual(turn[0], turn[1]));
    }

    private GraphCache NewCache() => GraphCache.Open(Path.Combine(_folder.Path, $"cache {++_caches}"))!;

    private TextSample Sample(int number) => new(_model.Text, Samples[number], $"sample {number}");

    private QuantizedTower Tower(
        GraphCache cache, double required, List<PrecisionReport>? reports = null,
        Func<Action, Action, double>? ratio = null)
    {
        var found = ModelFolder.Find(_folder.Path);
        var tower = ModelTower.Read(found, found).Text;
        return new QuantizedTower(
            "text", tower.Graph!, tower.Output! with { Length = TinyTransformer.Dimensions },
            new SessionFactory(ClipDevice.Cpu.Name, 1, null), cache, required, ratio ?? (static (_, _) => 2),
            reports is null ? null : reports.Add);
    }
}
