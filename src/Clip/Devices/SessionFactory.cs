using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A device that was tried and not used, and why.</summary>
public sealed record PassedOver(string Device, string Reason);

/// <summary>
/// Opens ONNX Runtime sessions, and knows which devices the user's choice leaves to try. Thread-safe.
/// </summary>
internal sealed class SessionFactory
{
    /// <summary>The device that is chosen by what the machine has.</summary>
    public const string Auto = "auto";

    private readonly string _device;
    private readonly int _threads;
    private readonly string? _profile;

    /// <param name="device"><c>auto</c>, the name of an <see cref="ExecutionProvider"/>, or that of a <see cref="ProviderLibrary"/>.</param>
    /// <param name="threads">Threads for one inference; 0 takes one for each physical core.</param>
    /// <param name="profile">Where sessions write what each node does and where, as the beginning of a file's path; or null.</param>
    /// <exception cref="DeviceException">There is no device of that name.</exception>
    public SessionFactory(string device, int threads, string? profile = null)
    {
        _device = device;
        _threads = threads;
        _profile = profile;
        if (device != Auto)
            Named = Find(device);
    }

    /// <summary>The provider that the user named, or null for <see cref="Auto"/>.</summary>
    public ExecutionProvider? Named { get; }

    /// <summary>
    /// How many threads should run graphs at a time where there is work for all. Processors do most when each core works
    /// on a batch of its own; any other device shares itself out.
    /// </summary>
    public int Workers => (Named ?? ExecutionProvider.Cpu) == ExecutionProvider.Cpu && (Named is not null || Candidates().ToTry.Count == 0)
        ? _threads > 0 ? _threads : ProcessorCores.Count
        : 1;

    /// <summary>What <see cref="Auto"/> has to try, fastest first, and what it need not try. Costs microseconds.</summary>
    public static (IReadOnlyList<ExecutionProvider> ToTry, IReadOnlyList<PassedOver> PassedOver) Candidates()
    {
        OnnxRuntimePrivacy.Apply();
        var libraries = ProviderLibrary.All;
        var available = OrtEnv.Instance().GetAvailableProviders();
        // Whoever brings a library wants it used, so these come first.
        List<ExecutionProvider> toTry = [.. libraries.Select(static library => library.Provider)];
        List<PassedOver> passedOver = [];
        foreach (var provider in ExecutionProvider.All)
        {
            if (provider == ExecutionProvider.Cpu || toTry.Any(other => other.OrtName == provider.OrtName))
                continue;
            if (!available.Contains(provider.OrtName))
                passedOver.Add(new PassedOver(provider.Device, DeviceFailure.NotInThisBuild));
            else if (provider.OnlyWhenNamed)
                passedOver.Add(new PassedOver(provider.Device, DeviceFailure.OnlyWhenNamed));
            else
                toTry.Add(provider);
        }
        return (toTry, passedOver);
    }

    /// <summary>Opens a graph on a device.</summary>
    /// <exception cref="DeviceException">The device cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded on the processor either.</exception>
    public InferenceSession Open(ExecutionProvider provider, GraphSource graph)
    {
        if (provider == ExecutionProvider.Cpu)
            return OpenOnProcessor(graph);
        OrtLog.Clear();
        try
        {
            OnnxRuntimePrivacy.Apply();
            using var options = Options();
            provider.Append(options);
            return Load(graph, options);
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            var reason = DeviceFailure.ReasonWithLog(error);
            // A graph that no device loads is not the device's fault; the processor says what is wrong with it.
            if (!DeviceFailure.IsTotal(error) && reason != DeviceFailure.NotInThisBuild)
                OpenOnProcessor(graph with { SaveTo = null }).Dispose();
            throw new DeviceException($"--device {provider.Device}", reason, reason == DeviceFailure.NotInThisBuild ? provider.Remedy : provider.Needs, error);
        }
    }

    private InferenceSession OpenOnProcessor(GraphSource graph)
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            using var options = Options();
            return Load(graph, options);
        }
        catch (Exception error) when (DeviceFailure.IsTotal(error))
        {
            throw new DeviceException("ONNX Runtime", DeviceFailure.Reason(error), "install the program again, or point --ort-library at a whole and newer ONNX Runtime", error);
        }
    }

    private SessionOptions Options()
    {
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (_threads > 0)
            options.IntraOpNumThreads = _threads;
        // Idle inference threads that spin take the cores from decoding.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (_profile is not null)
        {
            options.ProfileOutputPathPrefix = _profile;
            options.EnableProfiling = true;
        }
        return options;
    }

    private static InferenceSession Load(GraphSource graph, SessionOptions options)
    {
        if (graph.OnCallersThread)
            options.IntraOpNumThreads = 1;
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

    private static ExecutionProvider Find(string device)
    {
        // A library stands for the provider that is in it, under its own name and the provider's usual one.
        var known = ExecutionProvider.Named(device);
        var libraries = ProviderLibrary.All;
        return libraries.FirstOrDefault(library => string.Equals(library.Name, device, StringComparison.OrdinalIgnoreCase))?.Provider
            ?? libraries.FirstOrDefault(library => library.Provider.OrtName == known?.OrtName)?.Provider
            ?? known
            ?? throw new DeviceException($"--device {device}", "no such device", "use auto or one of "
                + string.Join(", ", ExecutionProvider.All.Select(static provider => provider.Device).Concat(libraries.Select(static library => library.Name))));
    }
}
