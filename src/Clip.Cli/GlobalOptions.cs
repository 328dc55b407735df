using System.CommandLine;

namespace Clip.Cli;

/// <summary>The options that every verb takes.</summary>
internal static class GlobalOptions
{
    private const int MostThreads = 1024;

    public static readonly Option<string?> Model = new("--model")
    {
        Description = "Model folder or name, or TEXTDIR,IMAGEDIR (default: CLIPSEARCH_MODEL, else the embedded clip-mini)",
        HelpName = "DIR|NAME",
        Recursive = true,
    };

    public static readonly Option<string?> Variant = new("--variant")
    {
        Description = "Weights to take: fp32, fp16, quantized, int8, uint8, q4, q4f16, bnb4, ... or text=q4,image=fp16 (default: the least lossy)",
        HelpName = "SUFFIX",
        Recursive = true,
    };

    public static readonly Option<int?> Dimensions = new("--dimensions")
    {
        Description = "Cut embeddings to so many numbers, for models trained for it",
        HelpName = "N",
        Recursive = true,
    };

    public static readonly Option<string?> Task = new("--task")
    {
        Description = "Put the model's own instruction for a task before queries, such as retrieval.query; captions have their own, or none",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<string?> Language = new("--language")
    {
        Description = "Language of the query, or with index and caption of the captions, for models that are told: fra_Latn (NLLB-CLIP)",
        HelpName = "CODE",
        Recursive = true,
    };

    public static readonly Option<string?> Device = new("--device")
    {
        Description = "auto, cpu, cuda, tensorrt, directml, coreml, webgpu, ... (default: CLIPSEARCH_DEVICE, else auto)",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<string?> OrtLibrary = new("--ort-library")
    {
        Description = "Another ONNX Runtime build to compute with (default: CLIPSEARCH_ORT_LIBRARY, else the one installed)",
        HelpName = "PATH",
        Recursive = true,
    };

    public static readonly Option<string[]> EpLibrary = new("--ep-library")
    {
        Description = "Load an execution provider's library; NAME becomes a device (repeatable)",
        HelpName = "NAME=PATH",
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    public static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads for inference (default: one for each core)",
        HelpName = "N",
        Recursive = true,
    };

    public static readonly Option<bool> NoCache = new("--no-cache")
    {
        Description = "Neither use nor keep optimised graphs",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object a line on standard output",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No progress, no warnings and no summary",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Say what is done and why",
        Recursive = true,
    };

    public static readonly Option<string> Color = new("--color")
    {
        Description = "auto, always or never (NO_COLOR is honoured)",
        HelpName = "WHEN",
        DefaultValueFactory = _ => "auto",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        Color.RequireOneOf("auto", "always", "never");
        Threads.RequireAtLeast(0, MostThreads);
        Model.RequireValue();
        Variant.RequireValue();
        Dimensions.RequireAtLeast(1);
        Task.RequireValue();
        Language.RequireValue();
        Device.RequireValue();
        OrtLibrary.RequireValue();
        EpLibrary.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()?.FirstOrDefault(static value => value.IndexOf('=') < 1) is { } wrong)
                result.AddError($"--ep-library {wrong}: must be NAME=PATH");
        });
        Quiet.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<bool>() && result.GetResult(Verbose) is { Implicit: false })
                result.AddError("--quiet: does not go with --verbose");
        });
        foreach (var option in (Option[])[Model, Variant, Dimensions, Task, Language, Device, OrtLibrary, EpLibrary, Threads, NoCache, Json, Quiet, Verbose, Color])
            root.Options.Add(option);
    }
}
