using Clip.Devices;
using Clip.Files;
using Clip.Models.Caching;
using Clip.Models.Onnx;
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
/// <param name="ratio">How many times as fast the second computation is as the first.</param>
/// <param name="report">Gets each new report.</param>
internal sealed class QuantizedTower(
    string name, OnnxGraph graph, EmbeddingOutput output, SessionFactory sessions, GraphCache cache, double required,
    Func<Action, Action, double> ratio, Action<PrecisionReport>? report)
{
    /// <summary>Below this mean cosine 8 bits are refused, whatever a user requires.</summary>
    public const double LeastMean = 0.99;

    // Which way is the fastest depends on the processor, and a cache may be shared by several.
    private static readonly string Form = $"int8 3\n{QuantizationVariant.Processor}";

    private readonly TowerGraph _tower = new(graph, output.Name);
    private readonly TowerQuantizer _quantizer = new(name, graph, output, sessions, required, ratio);
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
    /// <param name="prepare">Prepares what to measure it on, while the tower is opened.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public PrecisionReport Prove(Func<TowerSample> prepare)
    {
        lock (_gate)
        {
            try
            {
                TowerSample sample;
                var isComparable = IsProven && Report!.Variant is not null;
                using (var saved = new SessionAhead(() => OpenSaved(SessionUse.Many)))
                using (var reference = new SessionAhead(() => isComparable ? OpenReference() : null))
                {
                    sample = prepare();
                    if (saved.Value is { } opened && Check(opened, reference, sample) is { } passed)
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
    private PrecisionReport? Check(EncoderSession saved, SessionAhead reference, TowerSample sample)
    {
        if (Report!.Variant is not { } variant)
            return Report;
        // Another process may have saved the tower since it was looked for.
        using var late = reference.Value is null ? OpenReference() : null;
        var expected = sample.Encode(reference.Value ?? late!, sample.Count);
        // How fast it is depends on the processor, not on the sample, and takes longer to measure than a small folder.
        var found = _quantizer.Measure(saved, expected, sample, variant) with { Speedup = Report.Speedup };
        if (found.MeanCosine < required)
            return null;
        Tell(found);
        return found;
    }

    /// <summary>The tower in 32 bits.</summary>
    private EncoderSession OpenReference() => EncoderSession.Open(graph, output, sessions, cache, SessionUse.Many);

    private EncoderSession Build(TowerSample sample, SessionUse use)
    {
        using var folder = TemporaryFolder.Create("clip-int8-");
        try
        {
            var (found, source) = _quantizer.Run(sample, folder.Path);
            var saving = TowerGraph.ToSave(use);
            InferenceSession session;
            try
            {
                session = cache.Save(Key(), path =>
                {
                    var opened = OpenRewritten(source, saving, _tower.Target(cache, path));
                    PrecisionNote.Write(Path.GetDirectoryName(path)!, found);
                    return opened;
                });
            }
            catch (GraphCacheException)
            {
                session = OpenRewritten(source, saving, saveTo: null);
            }
            Tell(found);
            return Session(session);
        }
        catch (QuantizedAlreadyException error)
        {
            throw ModelException.NotQuantizable(graph.Path, error.Message, error);
        }
    }

    /// <summary>Opens the tower in 8 bits, or as its files have it.</summary>
    private InferenceSession OpenRewritten(GraphSource? source, SessionUse use, GraphTarget? saveTo) => source is null
        ? _tower.OpenExact(sessions, use, saveTo)
        : sessions.Open(ExecutionProvider.Cpu, source, use, saveTo);

    private void Tell(PrecisionReport found)
    {
        Report = found;
        report?.Invoke(found);
    }

    private EncoderSession Session(InferenceSession session) =>
        EncoderSession.Observed(sessions, session, graph.Path, output, [], null);
}
