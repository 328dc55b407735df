using System.CommandLine;
using Clip.Hub;
using Clip.Models;

namespace Clip.Cli;

/// <summary>Opens the model that the command line asks for.</summary>
internal static class Models
{
    private const string Default = "clip-mini";

    /// <summary>Loads the model of <c>--model</c> (a folder, a short name or OWNER/NAME), else of <c>CLIPSEARCH_MODEL</c>, else the embedded one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="once">Whether the verb encodes just a query or two.</param>
    public static ClipModel Load(ParseResult parsed, bool once = false) => ClipModel.Load(Folder(parsed), new ClipModelOptions
    {
        Device = (parsed.GetValue(GlobalOptions.Device) ?? Variable("CLIPSEARCH_DEVICE") ?? "auto").ToLowerInvariant(),
        Threads = parsed.GetValue(GlobalOptions.Threads),
        CacheFolder = parsed.GetValue(GlobalOptions.NoCache) ? null : GraphCacheFolder.Path,
        Once = once,
    });

    private static string Folder(ParseResult parsed)
    {
        var asked = parsed.GetValue(GlobalOptions.Model) ?? Variable("CLIPSEARCH_MODEL");
        if (asked is not null && (Directory.Exists(asked) || asked != Default))
            return HubCache.FromEnvironment().Locate(asked);
        return Checkout.FindModel(Default)
            ?? throw new ModelException(Default, "the embedded model is not beside the program", "reinstall it, or give a model folder with --model");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
