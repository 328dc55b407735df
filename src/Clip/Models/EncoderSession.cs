using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// One tower's open session: feeds tensors, takes the embedding output, and hands out unit vectors.
/// Thread-safe; owns the native session.
/// </summary>
internal sealed class EncoderSession : IDisposable
{
    private readonly DeviceSession _session;
    private readonly string _graph;
    private readonly EmbeddingOutput _output;
    private readonly string[] _outputs;
    private readonly HashSet<string> _inputs;

    private EncoderSession(DeviceSession session, string graph, EmbeddingOutput output)
    {
        _session = session;
        _graph = graph;
        _output = output;
        _outputs = [output.Name];
        _inputs = [.. session.InputNames];
    }

    /// <summary>The device that the graph runs on now; <c>auto</c> may move it.</summary>
    public string Device => _session.Device;

    /// <summary>The devices that are not used, and why each was passed over.</summary>
    public IReadOnlyList<PassedOver> PassedOver => _session.PassedOver;

    /// <summary>
    /// Where the tower runs and why not elsewhere. A device that this ONNX Runtime does not know, or that <c>auto</c> leaves
    /// to whoever names it, was never a choice.
    /// </summary>
    /// <param name="tower">The tower's name.</param>
    public TowerDevice On(string tower) => new(
        tower, Device, [.. PassedOver.Where(static passed => passed.Reason is not (DeviceFailure.NotInThisBuild or DeviceFailure.OnlyWhenNamed))], _session.Buffers);

    /// <summary>The rows of a batch that suit the device.</summary>
    /// <param name="bytesOfRow">Bytes that one row of the input takes.</param>
    public int BatchRows(long bytesOfRow) => _session.BatchRows(bytesOfRow);

    /// <summary>Ends the profile that the session writes, where one was asked for, and gives its file.</summary>
    public string EndProfiling() => _session.EndProfiling();

    /// <summary>Whether the graph takes an input of this name.</summary>
    public bool Takes(string input) => _inputs.Contains(input);

    /// <summary>
    /// Opens the tower whose embedding comes out of <paramref name="output"/>; of a combined graph, only that tower.
    /// </summary>
    /// <param name="graph">The graph file.</param>
    /// <param name="output">The output that holds the embedding.</param>
    /// <param name="sessions">Opens sessions on the device wanted.</param>
    /// <param name="cache">Optimised graphs of earlier processes, or null.</param>
    /// <param name="use">What runs are to come.</param>
    public static EncoderSession Open(OnnxGraph graph, EmbeddingOutput output, SessionFactory sessions, GraphCache? cache, SessionUse use)
    {
        try
        {
            var session = new DeviceSession(sessions, provider => cache is not null && provider == ExecutionProvider.Cpu
                ? OpenCached(graph, output.Name, sessions, cache, use)
                : sessions.Open(provider, For(use, Source(graph, output.Name))));
            return new EncoderSession(session, graph.Path, output);
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(graph.Path, "cannot be loaded", error);
        }
    }

    private static InferenceSession OpenCached(OnnxGraph graph, string output, SessionFactory sessions, GraphCache cache, SessionUse use)
    {
        OnnxRuntimePrivacy.Apply();
        var key = GraphCacheKey.Of(ModelFingerprint.OfGraph(graph), output, OrtEnv.Instance().GetVersionString());
        if (cache.Find(key) is { } cached)
        {
            // Reading the graph and checking it go on at the same time; it is not run before it is known to be whole.
            var verified = Task.Run(cached.Verify);
            var opened = OpenOptimized(cached, sessions, use);
            if (verified.GetAwaiter().GetResult() && opened is not null)
                return opened;
            opened?.Dispose();
            cache.Drop(key);
        }

        var source = For(use, Source(graph, output)) with { Prepack = true };
        try
        {
            return cache.Save(key, path => sessions.Open(ExecutionProvider.Cpu, source with { SaveTo = path }));
        }
        catch (Exception error) when (error is GraphCacheException or OnnxRuntimeException)
        {
            return sessions.Open(ExecutionProvider.Cpu, source);
        }
    }

    private static InferenceSession? OpenOptimized(CachedGraph cached, SessionFactory sessions, SessionUse use)
    {
        try
        {
            return sessions.Open(ExecutionProvider.Cpu, For(use, new GraphSource(cached.GraphPath) { IsOptimized = true }));
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    private static GraphSource For(SessionUse use, GraphSource source) =>
        source with { Prepack = use != SessionUse.Few, OnCallersThread = use == SessionUse.Workers };

    private static GraphSource Source(OnnxGraph graph, string output) =>
        graph.IsCombined ? CutOut(graph, output) : new GraphSource(graph.Path);

    private static GraphSource CutOut(OnnxGraph graph, string output)
    {
        try
        {
            var weights = ExternalWeights.Of(graph);
            if (weights is null)
                return new GraphSource(graph.Path);
            return new GraphSource(graph.Path, OnnxTower.Cut(File.ReadAllBytes(graph.Path), output, weights.Relocate)) { WeightsFolder = weights.Folder };
        }
        catch (InvalidDataException)
        {
            // A form that we cannot cut still runs whole, with an empty input for the other tower.
            return new GraphSource(graph.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StandInFile.Unreadable(graph.Path, error);
        }
    }

    /// <summary>Runs one batch and writes its unit vectors.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">Their tensors, batch first.</param>
    /// <param name="mask">The mask among them, where pooling follows the graph.</param>
    /// <param name="count">How many rows of the output to take.</param>
    /// <param name="destination">Receives count × dimension floats, row by row, each row of unit length.</param>
    /// <param name="cancellationToken">Stops the run inside the graph.</param>
    public void Run(
        IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, OrtValue? mask, int count, Span<float> destination,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var maskPlace = mask is null ? -1 : values.ToList().IndexOf(mask);
        try
        {
            _session.Run(
                names, values, _outputs, count, destination,
                (inputs, outputs, rows, target) =>
                    _output.Copy(outputs[0], maskPlace < 0 ? null : inputs.ElementAt(maskPlace), rows, target, _graph),
                cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(_graph, "cannot be run", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static ModelException Failure(string graph, string what, OnnxRuntimeException error)
    {
        var reason = OrtMessage.Reason(error.Message);
        if (reason.Contains("out of data bounds", StringComparison.Ordinal))
            return new ModelException(graph, $"has a smaller vocabulary than the tokenizer ({reason})", "use the tokenizer.json that belongs to this graph", error);
        return new ModelException(graph, $"{what} ({reason})", "download the file again, or try another variant of the model", error);
    }
}
