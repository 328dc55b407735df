using System.CommandLine;
using Clip.Cli.Installation;
using Clip.Devices;

namespace Clip.Cli.Options;

/// <summary>Which model to open, and how to run it.</summary>
/// <param name="Name">A folder, a name, or two of them with a comma between; null where none is given.</param>
/// <param name="Default">
/// The same for where neither a name nor an index says which model; null for the embedded model.
/// </param>
/// <param name="RuntimeLibrary">The ONNX Runtime build to load; null for the one that comes with the program.</param>
/// <param name="ProviderLibraries">Libraries of execution providers to load, with the names of their devices.</param>
/// <param name="Loading">The options of <see cref="ClipModel.Load(string, ClipModelOptions?)"/>.</param>
internal sealed record ModelSettings(
    string? Name, string? Default, string? RuntimeLibrary, IReadOnlyList<ProviderLibrarySetting> ProviderLibraries,
    ClipModelOptions Loading);

/// <summary>The library of an execution provider, as <c>--ep-library NAME=PATH</c> gives it.</summary>
internal sealed record ProviderLibrarySetting(string Device, string Path);

/// <summary>The options about the model, which every verb takes.</summary>
internal static class ModelOptions
{
    private const int MostThreads = 1024;

    /// <summary>The weights; <c>models pull</c> reads it too.</summary>
    public static readonly Option<string?> Variant = new("--variant")
    {
        Description = "Weights to use: fp32, fp16, quantized, int8, uint8, q4, q4f16, bnb4, ... or text=q4,image=fp16 "
            + "(default: the least lossy)",
        HelpName = "SUFFIX",
        Recursive = true,
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Model folder or name, or TEXTDIR,IMAGEDIR "
            + "(default: the index's own, else CLIPSEARCH_MODEL, else the embedded clip-mini)",
        HelpName = "DIR|NAME",
        Recursive = true,
    };

    private static readonly Option<int?> Dimensions = new("--dimensions")
    {
        Description = "Truncate embeddings to N dimensions, for models trained for it",
        HelpName = "N",
        Recursive = true,
    };

    private static readonly Option<string> Precision = new("--precision")
    {
        Description = "fp32, or int8 on the processor; measured on your pictures before it is used "
            + "(default: the index's own, else fp32)",
        HelpName = "NAME",
        Recursive = true,
    };

    private static readonly Option<double?> MinCosine = new("--min-cosine")
    {
        Description = "With --precision int8: the mean cosine to fp32 that is required, 0.99 to 1 (default: 0.999)",
        HelpName = "C",
        Recursive = true,
    };

    private static readonly Option<string?> Task = new("--task")
    {
        Description = "Put the model's own instruction for a task before queries, such as retrieval.query; "
            + "captions have their own, or none",
        HelpName = "NAME",
        Recursive = true,
    };

    private static readonly Option<string?> Language = new("--language")
    {
        Description = "Language of the query, or of the captions with index and caption, for models that take one: "
            + "fra_Latn (NLLB-CLIP)",
        HelpName = "CODE",
        Recursive = true,
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "auto, cpu, cuda, tensorrt, directml, coreml, webgpu, ... "
            + "(default: CLIPSEARCH_DEVICE, else auto)",
        HelpName = "NAME",
        Recursive = true,
    };

    private static readonly Option<string?> OrtLibrary = new("--ort-library")
    {
        Description = "Another ONNX Runtime build to compute with "
            + "(default: CLIPSEARCH_ORT_LIBRARY, else the one installed)",
        HelpName = "PATH",
        Recursive = true,
    };

    private static readonly Option<string[]> EpLibrary = new("--ep-library")
    {
        Description = "Load an execution provider's library; NAME becomes a device (repeatable)",
        HelpName = "NAME=PATH",
        DefaultValueFactory = static _ => [],
        Recursive = true,
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads for inference, and the most for decoding (default: one per core)",
        HelpName = "N",
        Recursive = true,
    };

    private static readonly Option<bool> NoCache = new("--no-cache")
    {
        Description = "Neither use nor save optimized graphs",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        Threads.RequireAtLeast(0, MostThreads);
        Dimensions.RequireAtLeast(1);
        Precision.RequireOneOf("fp32", "int8");
        MinCosine.RequireBetween(0.99, 1);
        foreach (var option in (Option<string?>[])[Model, Variant, Task, Language, Device, OrtLibrary])
            option.RequireValue();
        Model.CompletionSources.Add(static _ => ModelNames.All());
        Device.CompletionSources.Add(["auto", "cpu", .. ExecutionProvider.All.Select(static one => one.Device)]);
        Variant.CompletionSources.Add("fp32", "fp16", "quantized", "int8", "uint8", "q4", "q4f16", "bnb4");
        EpLibrary.Validators.Add(static result =>
        {
            var libraries = result.GetValueOrDefault<string[]>() ?? [];
            if (libraries.FirstOrDefault(static value => value.IndexOf('=') < 1) is { } wrong)
                result.AddError($"--ep-library {wrong}: must be NAME=PATH");
        });
        Option[] options =
        [
            Model, Variant, Dimensions, Precision, MinCosine, Task, Language, Device, OrtLibrary, EpLibrary, Threads,
            NoCache,
        ];
        foreach (var option in options)
            root.Options.Add(option);
        MemoryOption.AddTo(root);
    }

    /// <summary>The model that the command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="once">Whether the verb encodes no more than a few texts or pictures.</param>
    /// <param name="takesCaptions">
    /// Whether the texts of the verb are captions, so that <c>--language</c> is theirs.
    /// </param>
    public static ModelSettings Resolve(ParseResult parsed, bool once = false, bool takesCaptions = false)
    {
        var language = parsed.GetValue(Language);
        return new ModelSettings(
            parsed.GetValue(Model),
            EnvironmentSetting.Model.Value,
            parsed.GetValue(OrtLibrary) ?? EnvironmentSetting.OrtLibrary.Value,
            Array.ConvertAll(parsed.GetValue(EpLibrary) ?? [], ProviderLibrary),
            new ClipModelOptions
            {
                Device = (parsed.GetValue(Device) ?? EnvironmentSetting.Device.Value ?? "auto").ToLowerInvariant(),
                Threads = parsed.GetValue(Threads),
                Memory = MemoryOption.Resolve(parsed),
                Variant = parsed.GetValue(Variant),
                Dimensions = parsed.GetValue(Dimensions),
                Precision = ModelPrecisionWords.Parse(parsed.GetValue(Precision)),
                RequiredCosine = parsed.GetValue(MinCosine) ?? ClipModelOptions.DefaultRequiredCosine,
                Task = parsed.GetValue(Task),
                Language = language,
                CaptionLanguage = takesCaptions ? language : null,
                CacheFolder = parsed.GetValue(NoCache) ? null : GraphCacheFolder.Find(),
                CacheLimit = GraphCacheLimit.Find(),
                FastStart = once,
            });
    }

    private static ProviderLibrarySetting ProviderLibrary(string value)
    {
        var name = value.IndexOf('=');
        return new ProviderLibrarySetting(value[..name].ToLowerInvariant(), value[(name + 1)..]);
    }
}
