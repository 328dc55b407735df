using Clip.Devices;
using Clip.Models.Onnx;
using Clip.Models.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// Rewrites a tower in 8 bits in several ways, measures each on a sample, and takes the fastest of those that are close
/// enough to 32 bits, if it is faster than 32 bits at all.
/// </summary>
/// <param name="name"><c>text</c> or <c>image</c>.</param>
/// <param name="graph">The graph file.</param>
/// <param name="output">The graph's embedding.</param>
/// <param name="sessions">Opens sessions on the processor.</param>
/// <param name="required">The mean cosine to 32 bits that is required.</param>
/// <param name="ratio">How many times as fast the second computation is as the first.</param>
internal sealed class TowerQuantizer(
    string name, OnnxGraph graph, EmbeddingOutput output, SessionFactory sessions, double required,
    Func<Action, Action, double> ratio)
{
    // Less than this is the noise of the measure, and does not pay for what 8 bits lose.
    private const double LeastGain = 1.05;

    private readonly TowerGraph _tower = new(graph, output.Name);

    /// <summary>What was found.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="Source">The tower in 8 bits; null where it stays as it is.</param>
    public sealed record Result(PrecisionReport Report, GraphSource? Source);

    /// <summary>Rewrites and measures the tower.</summary>
    /// <param name="sample">What to measure it on.</param>
    /// <param name="folder">An empty folder, which the result needs until it is open.</param>
    /// <exception cref="ModelException">No way is close enough, or the tower is quantized already.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public Result Run(TowerSample sample, string folder)
    {
        try
        {
            var standard = StandardGraph.Of(graph, _tower.Source(), sessions, folder);
            var products = WeightProduct.Find(standard.Graph);
            return products.Count == 0
                ? Stays(QuantizationObstacle.Of(standard.Graph))
                : Run(standard, products, sample);
        }
        catch (InvalidDataException error)
        {
            throw ModelException.NotQuantizable(
                graph.Path, $"cannot be computed in 8 bits ({error.Message})", error);
        }
    }

    /// <summary>Measures an open tower in 8 bits.</summary>
    /// <param name="quantized">The tower in 8 bits.</param>
    /// <param name="reference">The tower as its files have it.</param>
    /// <param name="expected">What it computes of the sample; null where that is not known.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="variant">What the way is called.</param>
    public PrecisionReport Measure(
        EncoderSession quantized, EncoderSession reference, float[]? expected, TowerSample sample, string variant)
    {
        expected ??= sample.Encode(reference, sample.Count);
        var actual = sample.Encode(quantized, sample.Count);
        var (mean, least, agreement) = PrecisionMeasure.Compare(expected, actual, expected.Length / sample.Count);
        return new PrecisionReport
        {
            Tower = name,
            Variant = variant,
            Sample = sample.Source,
            Count = sample.Count,
            MeanCosine = mean,
            LeastCosine = least,
            Agreement = agreement,
            Speedup = ratio(
                () => sample.Encode(reference, sample.Count), () => sample.Encode(quantized, sample.Count)),
        };
    }

    private Result Run(StandardGraph standard, IReadOnlyList<WeightProduct> products, TowerSample sample)
    {
        using var reference = Session(_tower.OpenExact(sessions, SessionUse.Many, saveTo: null));
        var expected = sample.Encode(reference, sample.Count);
        var ranges = Observe(standard, products, sample);
        // What is computed once per item is a small part of the work, and the embedding depends on it most.
        bool IsQuantized(WeightProduct product) => ranges.Of(product.Input).Rows >= 2 * sample.Count;
        if (!products.Any(IsQuantized))
            return Stays("nothing in it is computed per token");

        List<Result> close = [];
        PrecisionReport? closest = null;
        foreach (var variant in QuantizationVariant.ForThisProcessor)
        {
            if (variant.IsLastResort && close.Count > 0)
                break;
            // The graphs of all ways stay until one is chosen.
            var weights = $"quantized {variant.Name}";
            var source = standard.Source(
                QuantizedGraph.Write(standard.Graph, standard.Folder, ranges, IsQuantized, variant, weights));
            using var session = Session(sessions.Open(ExecutionProvider.Cpu, source));
            var report = Measure(session, reference, expected, sample, variant.Name);
            if (report.MeanCosine >= required)
                close.Add(new Result(report, source));
            if (closest is null || report.MeanCosine > closest.MeanCosine)
                closest = report;
        }
        return close.Count > 0
            ? Fastest(close)
            : throw ModelException.InsufficientPrecision(
                graph.Path, closest!.ToString(), closest.MeanCosine, required,
                canBeAccepted: closest.MeanCosine >= QuantizedTower.LeastMean);
    }

    /// <summary>The fastest; of those that are as fast within the noise, the closest to 32 bits.</summary>
    private Result Fastest(List<Result> close)
    {
        var fastest = close.Max(static result => result.Report.Speedup);
        if (fastest < LeastGain)
            return Stays("8 bits are not faster: " + string.Join("; ", close.Select(static one => one.Report.Figures)));
        var least = Math.Max(LeastGain, fastest / LeastGain);
        return close.Where(one => one.Report.Speedup >= least).MaxBy(static one => one.Report.MeanCosine)!;
    }

    private Result Stays(string reason) => new(new PrecisionReport { Tower = name, Reason = reason }, null);

    private ActivationRanges Observe(
        StandardGraph standard, IReadOnlyList<WeightProduct> products, TowerSample sample)
    {
        var observed = standard.Graph.Copy();
        var ranges = ActivationRanges.Attach(observed, products);
        using var session = EncoderSession.Observed(
            sessions, sessions.Open(ExecutionProvider.Cpu, standard.Source(observed)), graph.Path, output,
            ranges.Outputs, ranges.Add);
        sample.Encode(session, sample.Count);
        return ranges;
    }

    private EncoderSession Session(InferenceSession session) =>
        EncoderSession.Observed(sessions, session, graph.Path, output, [], null);
}
