using System.Diagnostics;

namespace Clip.Cli.Timing;

/// <summary>The parts of a run that <c>--time</c> tells apart. Costs nothing while nobody listens.</summary>
internal static class RunPhases
{
    /// <summary>The name of what the command line itself reports.</summary>
    public const string SourceName = "Clip.Cli";

    public const string Startup = "startup";
    public const string Runtime = "runtime";
    public const string Model = "model";
    public const string Tokenizer = "tokenizer";
    public const string Index = "index";
    public const string Encoding = "encoding";
    public const string Scan = "scan";
    public const string Output = "output";
    public const string Commands = "commands";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The names of the phases, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Startup, Runtime, Model, Tokenizer, Index, Encoding, Scan, Output, Commands];

    /// <summary>Begins a phase of the command line's own, which ends when it is disposed.</summary>
    public static Activity? Begin(string phase) => Source.StartActivity(phase);

    /// <summary>The phase that an activity belongs to, or null.</summary>
    public static string? Of(Activity activity) => activity.Source.Name == SourceName
        ? activity.OperationName
        : activity.OperationName switch
        {
            "start ONNX Runtime" => Runtime,
            "load model" => Model,
            "load tokenizer" => Tokenizer,
            "update index" => Index,
            "encode text" or "encode image" => Encoding,
            "scan" => Scan,
            _ => null,
        };
}
