using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>Opens ONNX Runtime sessions on the device that the user chose. Thread-safe.</summary>
internal sealed class SessionFactory
{
    /// <summary>The name for a choice by what the machine has.</summary>
    public const string Auto = "auto";

    private readonly int _threads;
    private readonly string? _profile;

    /// <param name="device">
    /// <c>auto</c>, the name of an <see cref="ExecutionProvider"/>, or that of a <see cref="ProviderLibrary"/>.
    /// </param>
    /// <param name="threads">Threads for one inference; 0 uses one per physical core.</param>
    /// <param name="profile">The start of the path of the profiles that sessions write; null writes none.</param>
    /// <exception cref="DeviceException">There is no device of that name.</exception>
    public SessionFactory(string device, int threads, string? profile = null)
    {
        _threads = threads;
        _profile = profile;
        if (device != Auto)
            Named = Find(device);
    }

    /// <summary>The provider that the user named; null for <see cref="Auto"/>.</summary>
    public ExecutionProvider? Named { get; }

    /// <summary>
    /// The threads that should run graphs at a time where there is work for all. Processors are fastest when each core
    /// works on a batch of its own; any other device distributes one batch by itself.
    /// </summary>
    public WorkerPlan Workers
    {
        get
        {
            var provider = Named ?? (Candidates().ToTry is [var first, ..] ? first : ExecutionProvider.Cpu);
            if (provider != ExecutionProvider.Cpu)
                return new WorkerPlan(provider.BatchesAtATime, IsPerCore: false);
            var threads = _threads > 0 ? _threads : ProcessorCores.Count;
            return new WorkerPlan(threads, IsPerCore: threads > 1);
        }
    }

    /// <summary>
    /// The devices that <see cref="Auto"/> tries, fastest first, and those that it does not try. Takes microseconds.
    /// </summary>
    public static (IReadOnlyList<ExecutionProvider> ToTry, IReadOnlyList<PassedOver> PassedOver) Candidates()
    {
        OnnxRuntimePrivacy.Apply();
        var available = OrtEnv.Instance().GetAvailableProviders();
        // A user who registers a library wants it to be used, so these come first.
        List<ExecutionProvider> toTry = [.. ProviderLibrary.All.Select(static library => library.Provider)];
        List<PassedOver> passedOver = [];
        foreach (var provider in ExecutionProvider.All)
        {
            if (provider == ExecutionProvider.Cpu || toTry.Any(other => other.OrtName == provider.OrtName))
                continue;
            if (!available.Contains(provider.OrtName))
                passedOver.Add(PassedOver.Missing(provider.Device));
            else if (provider.OnlyWhenNamed)
                passedOver.Add(PassedOver.LeftOut(provider.Device));
            else
                toTry.Add(provider);
        }
        return (toTry, passedOver);
    }

    /// <summary>Opens a graph on a device.</summary>
    /// <param name="provider">The device.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="use">What the session is for.</param>
    /// <param name="saveTo">Where to save the graph once it is optimized; null saves it nowhere.</param>
    /// <exception cref="DeviceException">The device cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded on the processor either.</exception>
    public InferenceSession Open(
        ExecutionProvider provider, GraphSource graph, SessionUse use = SessionUse.Many, GraphTarget? saveTo = null)
    {
        if (provider == ExecutionProvider.Cpu)
            return OpenOnProcessor(graph, use, saveTo);
        OrtLog.Clear();
        try
        {
            OnnxRuntimePrivacy.Apply();
            using var options = Options(graph, use, saveTo);
            provider.Append(options);
            using var turn = DeviceTurns.On(provider);
            return Load(graph, options);
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            var reason = DeviceFailure.ReasonWithLog(error);
            var isMissing = DeviceFailure.IsMissingProvider(error);
            // If the graph does not load on the processor either, that error says what is wrong with the graph.
            if (!DeviceFailure.IsTotal(error) && !isMissing)
                OpenOnProcessor(graph, use, saveTo: null).Dispose();
            throw Failure(provider, isMissing, reason, error);
        }
    }

    /// <summary>
    /// Saves a graph in a form that is the same whatever the exporter: constants computed, normalizations and
    /// activations as one operation each, but nothing for one processor and no attention that hides its weights.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="path">Where to; the weights go into a file beside it.</param>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public void SaveStandard(GraphSource graph, string path)
    {
        OnnxRuntimePrivacy.Apply();
        using var options = Options(graph, SessionUse.Few, new GraphTarget(path, IsPacked: false));
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
        options.AddSessionConfigEntry(
            "optimization.disable_specified_optimizers", "AttentionFusion;EmbedLayerNormFusion");
        Load(graph, options).Dispose();
    }

    private InferenceSession OpenOnProcessor(GraphSource graph, SessionUse use, GraphTarget? saveTo)
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            using var options = Options(graph, use, saveTo);
            return Load(graph, options);
        }
        catch (Exception error) when (DeviceFailure.IsTotal(error))
        {
            throw OnnxRuntimeInfo.DoesNotStart(error);
        }
    }

    private SessionOptions Options(GraphSource graph, SessionUse use, GraphTarget? saveTo)
    {
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (use == SessionUse.Workers)
            options.IntraOpNumThreads = 1;
        else if (_threads > 0)
            options.IntraOpNumThreads = _threads;
        // Idle inference threads that spin would take the cores from decoding.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Rearranging the weights for many runs takes longer than it saves in a few.
        if (use == SessionUse.Few)
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        if (graph.IsOptimized)
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        if (_profile is not null)
        {
            options.ProfileOutputPathPrefix = _profile;
            options.EnableProfiling = true;
        }
        if (saveTo is not null)
        {
            // Weights go into a file beside the graph, which a later session maps instead of reading. ONNX Runtime
            // looks up and maps each by itself, which takes longer than reading the small ones with the graph.
            var weights = Path.ChangeExtension(Path.GetFileName(saveTo.Path), "weights");
            options.OptimizedModelFilePath = saveTo.Path;
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", weights);
            options.AddSessionConfigEntry(
                "session.optimized_model_external_initializers_min_size_in_bytes", "65536");
            if (saveTo.IsPacked)
                options.AddSessionConfigEntry("session.save_external_prepacked_constant_initializers", "1");
        }
        return options;
    }

    private static InferenceSession Load(GraphSource graph, SessionOptions options)
    {
        if (graph.Content is null)
            return new InferenceSession(graph.Path, options);
        options.AddSessionConfigEntry(
            "session.model_external_initializers_file_folder_path",
            graph.WeightsFolder ?? Path.GetDirectoryName(Path.GetFullPath(graph.Path))!);
        return new InferenceSession(graph.Content, options);
    }

    private static DeviceException Failure(
        ExecutionProvider provider, bool isMissing, string reason, Exception error)
    {
        if (OrtMessage.IsOutOfMemory(error.Message))
            return DeviceException.OutOfMemory(provider.Device, reason, error);
        var remedy = isMissing || provider.NeedsOnlyBuild
            ? provider.Origin switch
            {
                ProviderOrigin.CudaBuild => "add the package Clip.Gpu instead of Clip.Cpu, or use the processor",
                ProviderOrigin.DirectMLBuild => "add Clip.DirectML instead of Clip.Cpu, or use the processor",
                _ => "use another build of ONNX Runtime, or the processor",
            }
            : provider.Requirement is { } requirement
                ? $"install {requirement}, or use the processor"
                : "install or repair its driver, or use the processor";
        return new DeviceException($"device {provider.Device}", reason, remedy, error)
        {
            Fault = isMissing || provider.NeedsOnlyBuild ? DeviceFault.NotInThisBuild : DeviceFault.DoesNotStart,
            Device = provider.Device,
            Origin = provider.Origin,
            Requirement = provider.Requirement,
            Alternative = provider.Alternative,
        };
    }

    private static ExecutionProvider Find(string device)
    {
        // A library replaces the provider in it, under its own name and the provider's.
        var known = ExecutionProvider.Named(device);
        var libraries = ProviderLibrary.All;
        return libraries.FirstOrDefault(library => IsNamed(library, device))?.Provider
            ?? libraries.FirstOrDefault(library => library.Provider.OrtName == known?.OrtName)?.Provider
            ?? known
            ?? throw NoSuchDevice(device, libraries);
    }

    private static bool IsNamed(ProviderLibrary library, string device) =>
        string.Equals(library.Name, device, StringComparison.OrdinalIgnoreCase);

    private static DeviceException NoSuchDevice(string device, IReadOnlyList<ProviderLibrary> libraries)
    {
        var devices = ExecutionProvider.All.Select(static provider => provider.Device)
            .Concat(libraries.Select(static library => library.Name));
        return new($"device {device}", "no such device", $"use auto or one of {string.Join(", ", devices)}")
        {
            Fault = DeviceFault.NoSuchDevice,
            Device = device,
        };
    }
}
