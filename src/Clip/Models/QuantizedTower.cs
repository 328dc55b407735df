using System.Diagnostics;
using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;
using Clip.Models.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// A tower in 8 bits. Its graph is rewritten once and kept in the cache of graphs with the report of how close it is to
/// 32 bits. Only the processor computes it. Thread-safe.
/// </summary>
/// <param name="name"><c>text</c> or <c>image</c>.</param>
/// <param name="graph">The graph file.</param>
/// <param name="output">The graph's embedding.</param>
/// <param name="sessions">Opens sessions on the processor.</param>
/// <param name="cache">Keeps the rewritten graph.</param>
/// <param name="required">The mean cosine to 32 bits that is required.</param>
/// <param name="report">Gets each new report.</param>
internal sealed class QuantizedTower(
    string name, OnnxGraph graph, EmbeddingOutput output, SessionFactory sessions, GraphCache cache, double required,
    Action<PrecisionReport>? report)
{
    /// <summary>Below this mean cosine 8 bits are refused, whatever a user requires.</summary>
    public const double LeastMean = 0.99;

    private const string Form = "int8 1";

    private readonly TowerGraph _tower = new(graph, output.Name);
    private readonly Lock _gate = new();

    /// <summary>What was measured, in this process or an earlier one; null before that.</summary>
    public PrecisionReport? Report { get; private set; }

    /// <summary>Reads the report of an earlier process, without opening the graph.</summary>
    public PrecisionReport? Recall()
    {
        lock (_gate)
            return Report ??= cache.Peek(Key(), static folder => PrecisionNote.Read(folder));
    }

    /// <summary>Whether it was measured and is as close to 32 bits as required.</summary>
    public bool IsProven => Recall()?.MeanCosine >= required;

    /// <summary>Opens the tower; the first time, rewrites and measures it.</summary>
    /// <param name="use">What the session is for.</param>
    /// <param name="sample">What to measure it on.</param>
    /// <exception cref="ModelException">
    /// It cannot be loaded, is quantized already, or is not as close to 32 bits as required.
    /// </exception>
    public EncoderSession Open(SessionUse use, Func<TowerSample> sample)
    {
        lock (_gate)
        {
            try
            {
                return OpenSaved(use) ?? Build(sample(), use);
            }
            catch (OnnxRuntimeException error)
            {
                throw EncoderSession.Failure(graph.Path, "cannot be computed in 8 bits", error);
            }
        }
    }

    /// <summary>Measures the tower on a sample; one that fails is rewritten with another variant.</summary>
    /// <inheritdoc cref="Open"/>
    public PrecisionReport Prove(TowerSample sample)
    {
        lock (_gate)
        {
            try
            {
                using (var saved = OpenSaved(SessionUse.Many))
                {
                    if (saved is not null && Check(saved, sample) is { } passed)
                        return passed;
                }
                // The cache keeps a complete entry, so that this graph would be used again with its old report.
                cache.Drop(Key());
                Report = null;
                Build(sample, SessionUse.Many).Dispose();
                return Report!;
            }
            catch (OnnxRuntimeException error)
            {
                throw EncoderSession.Failure(graph.Path, "cannot be computed in 8 bits", error);
            }
        }
    }

    private GraphCacheKey Key()
    {
        OnnxRuntimePrivacy.Apply();
        return GraphCacheKey.Of(
            ModelFingerprint.OfGraph(graph), $"{output.Name}\n{Form}", OrtEnv.Instance().GetVersionString());
    }

    private EncoderSession? OpenSaved(SessionUse use)
    {
        var key = Key();
        var known = cache.Peek(key, static folder => PrecisionNote.Read(folder));
        if (known is null || known.MeanCosine < required)
        {
            cache.Drop(key);
            return null;
        }
        if (TowerGraph.OpenSaved(cache, key, sessions, use) is not { } session)
            return null;
        Report = known;
        return Session(session);
    }

    /// <summary>The report of an open tower on a sample; null where it is not close enough.</summary>
    private PrecisionReport? Check(EncoderSession saved, TowerSample sample)
    {
        if (Report!.Variant is null)
            return Report;
        using var reference = EncoderSession.Open(graph, output, sessions, cache, SessionUse.Many);
        var (expected, time) = Time(reference, sample);
        var found = Measure(saved, sample, expected, time, Report.Variant);
        if (found.MeanCosine < required)
            return null;
        Report = found;
        report?.Invoke(found);
        return found;
    }

    private EncoderSession Build(TowerSample sample, SessionUse use)
    {
        var folder = Directory.CreateTempSubdirectory("clip-int8-").FullName;
        try
        {
            var path = Path.Combine(folder, CachedGraph.GraphName);
            sessions.SaveStandard(_tower.Source(), path);
            var standard = EditedGraph.Read(File.ReadAllBytes(path));
            var products = WeightProduct.Find(standard);
            return products.Count == 0
                ? Keep(use, WhyNot(standard))
                : Build(standard, folder, products, sample, use);
        }
        catch (InvalidDataException error)
        {
            throw Refused($"cannot be computed in 8 bits ({error.Message})", error);
        }
        finally
        {
            GraphCache.Delete(folder);
        }
    }

    private EncoderSession Build(
        EditedGraph standard, string folder, IReadOnlyList<WeightProduct> products, TowerSample sample,
        SessionUse use)
    {
        var (expected, time) = Reference(standard, folder, sample);
        var ranges = Observe(standard, folder, products, sample);
        // What is computed once per item is a small part of the work, and the embedding depends on it most.
        bool IsQuantized(WeightProduct product) => ranges.Of(product.Input).Rows >= 2 * sample.Count;
        if (!products.Any(IsQuantized))
            return Keep(use, "nothing in it is computed per token");

        PrecisionReport? best = null;
        foreach (var variant in QuantizationVariant.ForThisProcessor)
        {
            var content = QuantizedGraph.Write(standard, folder, ranges, IsQuantized, variant);
            var source = GraphSource.Changed(Path.Combine(folder, CachedGraph.GraphName), content, folder);
            try
            {
                return cache.Save(Key(), path => Accept(path, source, sample, expected, time, variant, use));
            }
            catch (InsufficientPrecisionException error)
            {
                if (best is null || error.Report.MeanCosine > best.MeanCosine)
                    best = error.Report;
            }
        }
        throw ModelException.InsufficientPrecision(
            graph.Path, best!.ToString(), best.MeanCosine, required, canBeAccepted: best.MeanCosine >= LeastMean);
    }

    /// <summary>Opens and saves a rewritten graph, and measures it before it is kept.</summary>
    private EncoderSession Accept(
        string path, GraphSource source, TowerSample sample, float[] expected, TimeSpan time,
        QuantizationVariant variant, SessionUse use)
    {
        var saving = use == SessionUse.Few ? SessionUse.Many : use;
        var session = Session(sessions.Open(ExecutionProvider.Cpu, source, saving, saveTo: path));
        try
        {
            var found = Measure(session, sample, expected, time, variant.Name);
            if (found.MeanCosine < required)
                throw new InsufficientPrecisionException(found);
            PrecisionNote.Write(Path.GetDirectoryName(path)!, found);
            Report = found;
            report?.Invoke(found);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the tower in 32 bits.</summary>
    private EncoderSession Keep(SessionUse use, string reason)
    {
        var found = new PrecisionReport { Tower = name, Reason = reason };
        var saving = use == SessionUse.Few ? SessionUse.Many : use;
        var session = cache.Save(Key(), path =>
        {
            var opened = sessions.Open(ExecutionProvider.Cpu, _tower.Source(), saving, saveTo: path);
            PrecisionNote.Write(Path.GetDirectoryName(path)!, found);
            return opened;
        });
        Report = found;
        report?.Invoke(found);
        return Session(session);
    }

    private (float[] Vectors, TimeSpan Time) Reference(EditedGraph standard, string folder, TowerSample sample)
    {
        using var session = Session(Changed(standard, folder));
        return Time(session, sample);
    }

    private ActivationRanges Observe(
        EditedGraph standard, string folder, IReadOnlyList<WeightProduct> products, TowerSample sample)
    {
        var observed = standard.Copy();
        var ranges = ActivationRanges.Attach(observed, products);
        using var session = EncoderSession.Observed(
            sessions, Changed(observed, folder), graph.Path, output, ranges.Outputs, ranges.Add);
        sample.Encode(session, sample.Count);
        return ranges;
    }

    private InferenceSession Changed(EditedGraph changed, string folder) => sessions.Open(
        ExecutionProvider.Cpu,
        GraphSource.Changed(Path.Combine(folder, CachedGraph.GraphName), changed.Write(), folder));

    private static (float[] Vectors, TimeSpan Time) Time(EncoderSession session, TowerSample sample)
    {
        sample.Encode(session, 1); // the first run allocates
        var clock = Stopwatch.StartNew();
        var vectors = sample.Encode(session, sample.Count);
        return (vectors, clock.Elapsed);
    }

    private PrecisionReport Measure(
        EncoderSession session, TowerSample sample, float[] expected, TimeSpan time, string variant)
    {
        var (actual, elapsed) = Time(session, sample);
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
            Speedup = time / elapsed,
        };
    }

    private EncoderSession Session(InferenceSession session) =>
        EncoderSession.Observed(sessions, session, graph.Path, output, [], null);

    /// <summary>Why a graph has no product to compute in 8 bits.</summary>
    /// <exception cref="ModelException">It is quantized already.</exception>
    private string WhyNot(EditedGraph standard)
    {
        string[] quantized =
        [
            "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MatMulNBits", "MatMulBnb4",
            "QLinearMatMul", "QGemm", "QAttention",
        ];
        if (standard.Nodes.Find(node => quantized.Contains(node.Operation)) is { } found)
            throw Refused($"is quantized already ({found.Operation})", null);
        return standard.Nodes.Exists(static node => node.Operation.Contains("Conv", StringComparison.Ordinal))
            ? "a convolutional network without matrix products of constant weights"
            : "it has no matrix products of constant weights in a form that is known";
    }

    private ModelException Refused(string problem, Exception? cause) =>
        ModelException.NotQuantizable(graph.Path, problem, cause);

    /// <summary>A variant is not close enough to 32 bits.</summary>
    private sealed class InsufficientPrecisionException(PrecisionReport report) : Exception
    {
        public PrecisionReport Report => report;
    }
}
