using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// One tower's open session: runs the graph and turns its output into unit vectors. Thread-safe; owns the native
/// session.
/// </summary>
internal sealed class EncoderSession : IDisposable
{
    private readonly DeviceSession _session;
    private readonly string _graph;
    private readonly EmbeddingOutput _output;
    private readonly string[] _outputs;
    private readonly HashSet<string> _inputs;

    private readonly Action<IReadOnlyList<OrtValue>>? _observe;

    private EncoderSession(
        DeviceSession session, string graph, EmbeddingOutput output, IReadOnlyList<string>? observed = null,
        Action<IReadOnlyList<OrtValue>>? observe = null)
    {
        _observe = observe;
        _session = session;
        _graph = graph;
        _output = output;
        _outputs = [output.Name, .. observed ?? []];
        _inputs = [.. session.InputNames];
    }

    /// <summary>The device that the graph runs on now; <c>auto</c> may move it.</summary>
    public string Device => _session.Device;

    /// <summary>The devices that are not used, and why.</summary>
    public IReadOnlyList<PassedOver> PassedOver => _session.PassedOver;

    /// <summary>
    /// Where the tower runs and why not elsewhere. Devices that were never a choice are left out: those that this ONNX
    /// Runtime does not have, and those that <c>auto</c> does not use.
    /// </summary>
    /// <param name="tower">The tower's name.</param>
    public TowerDevice On(string tower) =>
        new(tower, Device)
        {
            PassedOver = [.. PassedOver.Where(static passed => passed.WasCandidate)],
            Buffers = _session.Buffers,
        };

    /// <summary>The number of rows in a batch that suits the device.</summary>
    /// <param name="bytesPerRow">Bytes that one row of the input takes.</param>
    public int BatchSize(long bytesPerRow) => _session.BatchSize(bytesPerRow);

    /// <summary>Ends the profile that the session writes, where there is one, and returns its file.</summary>
    public string EndProfiling() => _session.EndProfiling();

    /// <summary>Whether the graph takes an input of this name.</summary>
    public bool Takes(string input) => _inputs.Contains(input);

    /// <summary>
    /// Opens the tower that computes <paramref name="output"/>; of a combined graph, only that tower.
    /// </summary>
    /// <param name="graph">The graph file.</param>
    /// <param name="output">The graph's embedding.</param>
    /// <param name="sessions">Opens sessions on the device wanted.</param>
    /// <param name="cache">Optimized graphs of earlier processes, or null.</param>
    /// <param name="use">What the session is for.</param>
    public static EncoderSession Open(
        OnnxGraph graph, EmbeddingOutput output, SessionFactory sessions, GraphCache? cache, SessionUse use)
    {
        using var loading = ClipTelemetry.Activities.StartActivity("load model");
        try
        {
            var tower = new TowerGraph(graph, output.Name);
            var session = new DeviceSession(sessions, provider => cache is not null && provider == ExecutionProvider.Cpu
                ? tower.OpenCached(sessions, cache, use)
                : tower.OpenOn(provider, sessions, use), () => tower.IsConvolutional);
            return new EncoderSession(session, graph.Path, output);
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(graph.Path, "cannot be loaded", error);
        }
    }

    /// <summary>A tower whose graph is open on the processor.</summary>
    /// <param name="sessions">What opened it, for the processor alone.</param>
    /// <param name="open">The open graph, which the result owns.</param>
    /// <param name="graph">The graph file, for errors.</param>
    /// <param name="output">The graph's embedding.</param>
    /// <param name="observed">Further outputs.</param>
    /// <param name="observe">Gets the further outputs of each run; null where there are none.</param>
    public static EncoderSession Observed(
        SessionFactory sessions, InferenceSession open, string graph, EmbeddingOutput output,
        IReadOnlyList<string> observed, Action<IReadOnlyList<OrtValue>>? observe) =>
        new(new DeviceSession(sessions, _ => open, static () => false), graph, output, observed, observe);

    /// <summary>Runs one batch and writes its unit vectors.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">Their tensors, batch first.</param>
    /// <param name="mask">The mask among them, where pooling follows the graph.</param>
    /// <param name="count">How many rows of the output to take.</param>
    /// <param name="destination">Receives count × dimension floats, row by row, each row of unit length.</param>
    /// <param name="cancellationToken">Stops the run inside the graph.</param>
    public void Run(
        IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, OrtValue? mask, int count,
        Span<float> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The device may run slices of the batch, so that the mask is known by its position.
        var maskIndex = mask is null ? -1 : values.ToList().IndexOf(mask);
        try
        {
            _session.Run(names, values, _outputs, count, destination, Copy, cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(_graph, "cannot be run", error);
        }

        void Copy(
            IReadOnlyCollection<OrtValue> inputs, IReadOnlyList<OrtValue> outputs, int rows, Span<float> target)
        {
            _output.Copy(outputs[0], maskIndex < 0 ? null : inputs.ElementAt(maskIndex), rows, target, _graph);
            _observe?.Invoke([.. outputs.Skip(1)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>What an error of ONNX Runtime means.</summary>
    public static ModelException Failure(string graph, string what, OnnxRuntimeException error)
    {
        var reason = OrtMessage.Reason(error.Message);
        return reason.Contains("out of data bounds", StringComparison.Ordinal)
            ? new(
                graph, $"has a smaller vocabulary than the tokenizer ({reason})",
                "use the tokenizer.json that belongs to this graph", error)
            : new(
                graph, $"{what} ({reason})",
                "download the file again, or try another variant of the model", error);
    }
}
