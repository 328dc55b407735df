using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A device that was tried and not used, and why.</summary>
public sealed record PassedOver(string Device, string Reason);

/// <summary>An open session and the device it runs on. The caller owns the session.</summary>
internal sealed record OpenedSession(InferenceSession Session, string Device, IReadOnlyList<PassedOver> PassedOver);

/// <summary>A graph to open: its file, or its content where that was changed in memory.</summary>
/// <param name="Path">The file; external weights lie in its folder.</param>
/// <param name="Content">What to load instead of the file's content, or null.</param>
internal sealed record GraphSource(string Path, byte[]? Content = null)
{
    /// <summary>Where the weights of <see cref="Content"/> lie, where that is not the folder of the file.</summary>
    public string? WeightsFolder { get; init; }

    /// <summary>Whether the graph was saved after optimisation, so that it is loaded as it stands.</summary>
    public bool IsOptimized { get; init; }

    /// <summary>Whether weights are rearranged for many runs; for a single run that takes longer than it saves.</summary>
    public bool Prepack { get; init; } = true;

    /// <summary>Where to save the graph once it is optimised, or null.</summary>
    public string? SaveTo { get; init; }
}

/// <summary>
/// Opens ONNX Runtime sessions on the device that the user wants. <c>auto</c> tries what this ONNX Runtime offers and
/// falls back to the processor, keeping the reasons; a device named explicitly works or fails with the reason.
/// Thread-safe.
/// </summary>
internal sealed class SessionFactory
{
    /// <summary>The device that is chosen by what the machine has.</summary>
    public const string Auto = "auto";

    private readonly string _device;
    private readonly int _threads;

    /// <param name="device"><c>auto</c> or the name of an <see cref="ExecutionProvider"/>.</param>
    /// <param name="threads">Threads for one inference; 0 takes one for each physical core.</param>
    /// <exception cref="DeviceException">There is no device of that name.</exception>
    public SessionFactory(string device, int threads)
    {
        if (device != Auto && ExecutionProvider.Named(device) is null)
            throw new DeviceException($"--device {device}", "no such device", "use auto or one of " + string.Join(", ", ExecutionProvider.All.Select(p => p.Device)));
        _device = device;
        _threads = threads;
    }

    /// <summary>Whether sessions run on the processor whatever else there is: named, or nothing else is part of this ONNX Runtime.</summary>
    public bool IsProcessorOnly
    {
        get
        {
            OnnxRuntimePrivacy.Apply();
            return _device == ExecutionProvider.Cpu.Device
                || (_device == Auto && OrtEnv.Instance().GetAvailableProviders() is [var only] && only == ExecutionProvider.Cpu.OrtName);
        }
    }

    /// <summary>Opens a graph.</summary>
    /// <exception cref="DeviceException">The device that was named cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public OpenedSession Open(GraphSource graph)
    {
        OnnxRuntimePrivacy.Apply();
        if (_device != Auto)
            return OpenOn(ExecutionProvider.Named(_device)!, graph);

        List<PassedOver> passedOver = [];
        var available = OrtEnv.Instance().GetAvailableProviders();
        foreach (var provider in ExecutionProvider.All)
        {
            if (provider.OnlyWhenNamed || provider == ExecutionProvider.Cpu)
                continue;
            if (!available.Contains(provider.OrtName))
            {
                passedOver.Add(new PassedOver(provider.Device, "not part of this ONNX Runtime build"));
                continue;
            }
            try
            {
                return OpenOn(provider, graph) with { PassedOver = passedOver };
            }
            catch (DeviceException error)
            {
                passedOver.Add(new PassedOver(provider.Device, error.Problem));
            }
        }
        return OpenOn(ExecutionProvider.Cpu, graph) with { PassedOver = passedOver };
    }

    private OpenedSession OpenOn(ExecutionProvider provider, GraphSource graph)
    {
        using var options = new SessionOptions();
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        if (_threads > 0)
            options.IntraOpNumThreads = _threads;
        // Idle inference threads that spin take the cores from decoding.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");

        if (provider == ExecutionProvider.Cpu)
            return new OpenedSession(Load(graph, options), provider.Device, []);
        try
        {
            provider.Append(options);
            return new OpenedSession(Load(graph, options), provider.Device, []);
        }
        // A build without the provider lacks its entry point; a machine without its driver fails inside ONNX Runtime.
        catch (Exception error) when (error is EntryPointNotFoundException or OnnxRuntimeException or DllNotFoundException or NotSupportedException)
        {
            var reason = error is EntryPointNotFoundException ? "not part of this ONNX Runtime build" : FirstLine(error.Message);
            throw new DeviceException($"--device {provider.Device}", reason, "use --device cpu, or an ONNX Runtime build that has it", error);
        }
    }

    private static InferenceSession Load(GraphSource graph, SessionOptions options)
    {
        if (graph.IsOptimized)
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        if (!graph.Prepack)
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        if (graph.SaveTo is not null)
        {
            // Weights of any size go into a file beside the graph, which a later session maps instead of reading.
            options.OptimizedModelFilePath = graph.SaveTo;
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", Path.ChangeExtension(Path.GetFileName(graph.SaveTo), "weights"));
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", "1024");
        }
        if (graph.Content is null)
            return new InferenceSession(graph.Path, options);
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", graph.WeightsFolder ?? Path.GetDirectoryName(Path.GetFullPath(graph.Path))!);
        return new InferenceSession(graph.Content, options);
    }

    private static string FirstLine(string message) => message.Trim().Split('\n')[0];
}
