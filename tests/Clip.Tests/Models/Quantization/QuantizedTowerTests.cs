using Clip.Devices;
using Clip.Models;
using Clip.Models.Caching;
using Clip.Models.Layouts;

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
        var loose = Tower(cache, required: 0).Prove(Sample(0));
        Assert.Equal(loose, Tower(cache, required: 0).Recall());
        // Stricter than any form of 8 bits.
        var strict = Assert.Throws<ModelException>(() => Tower(cache, required: 1).Prove(Sample(0)));
        Assert.Equal(ModelFault.InsufficientPrecision, strict.Fault);
        Assert.Null(Tower(cache, required: 0).Recall());

        List<PrecisionReport> reports = [];
        Tower(cache, required: 0, reports).Prove(Sample(1));

        Assert.Equal(reports, [Tower(cache, required: 0).Recall()!]);
    }

    [Fact]
    public void A_saved_graph_that_fails_on_other_samples_does_not_keep_its_old_report()
    {
        // How close a graph that was measured on one sample is on another one.
        var (good, bad, required) = (
            from one in Enumerable.Range(0, Samples.Length)
            let cache = NewCache()
            let saved = Tower(cache, required: 0).Prove(Sample(one)).MeanCosine
            from other in Enumerable.Range(0, Samples.Length)
            let found = Tower(cache, required: 0).Prove(Sample(other)).MeanCosine
            where found < saved
            orderby saved - found descending
            select (one, other, (saved + found) / 2)).First();
        var kept = NewCache();
        Tower(kept, required).Prove(Sample(good));
        Assert.True(Tower(kept, required).IsProven);

        try
        {
            Tower(kept, required).Prove(Sample(bad));
        }
        catch (ModelException error)
        {
            Assert.Equal(ModelFault.InsufficientPrecision, error.Fault);
        }

        // What is kept, if anything, was made for the sample that failed.
        Assert.NotEqual(Sample(good).Source, Tower(kept, required).Recall()?.Sample);
    }

    private GraphCache NewCache() => GraphCache.Open(Path.Combine(_folder.Path, $"cache {++_caches}"))!;

    private TextSample Sample(int number) => new(_model.Text, Samples[number], $"sample {number}");

    private QuantizedTower Tower(GraphCache cache, double required, List<PrecisionReport>? reports = null)
    {
        var found = ModelFolder.Find(_folder.Path);
        var tower = ModelTower.Read(found, found).Text;
        return new QuantizedTower(
            "text", tower.Graph!, tower.Output! with { Length = TinyTransformer.Dimensions },
            new SessionFactory(ClipDevice.Cpu.Name, 1, null), cache, required, reports is null ? null : reports.Add);
    }
}
