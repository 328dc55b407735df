using System.CommandLine;
using Clip.Devices;
using Clip.Hub;
using Clip.Models;

namespace Clip.Cli;

/// <summary>Opens the model that the command line asks for.</summary>
internal static class Models
{
    private const string Default = EmbeddedModel.Name;

    /// <summary>
    /// Loads the model of <c>--model</c> (a folder, a short name or OWNER/NAME; two of them with a comma between are the text
    /// and the image tower), else of <c>CLIPSEARCH_MODEL</c>, else the embedded one.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="once">Whether the verb encodes just a query or two.</param>
    /// <param name="takesCaptions">Whether the texts of the verb are captions, so that <c>--language</c> is theirs.</param>
    public static ClipModel Load(ParseResult parsed, bool once = false, bool takesCaptions = false)
    {
        var options = Options(parsed) with { Once = once };
        if (takesCaptions)
            options = options with { CaptionLanguage = options.Language };
        var (text, image) = Folders(parsed);
        return ClipModel.Load(text, image, options);
    }

    /// <summary>How the command line wants models opened. Loads the ONNX Runtime and the provider libraries that it names.</summary>
    public static ClipModelOptions Options(ParseResult parsed)
    {
        if ((parsed.GetValue(GlobalOptions.OrtLibrary) ?? Variable("CLIPSEARCH_ORT_LIBRARY")) is { } library)
            OnnxRuntimeLibrary.Use(library);
        foreach (var provider in parsed.GetValue(GlobalOptions.EpLibrary) ?? [])
        {
            var name = provider.IndexOf('=');
            ProviderLibrary.Register(provider[..name].ToLowerInvariant(), provider[(name + 1)..]);
        }
        return new ClipModelOptions
        {
            Device = (parsed.GetValue(GlobalOptions.Device) ?? Variable("CLIPSEARCH_DEVICE") ?? "auto").ToLowerInvariant(),
            Threads = parsed.GetValue(GlobalOptions.Threads),
            Variant = parsed.GetValue(GlobalOptions.Variant),
            Dimensions = parsed.GetValue(GlobalOptions.Dimensions),
            Task = parsed.GetValue(GlobalOptions.Task),
            Language = parsed.GetValue(GlobalOptions.Language),
            CacheFolder = parsed.GetValue(GlobalOptions.NoCache) ? null : GraphCacheFolder.Path,
        };
    }

    /// <summary>The folders of the two towers of the model asked for; mostly one and the same.</summary>
    public static (string Text, string Image) Folders(ParseResult parsed)
    {
        var asked = parsed.GetValue(GlobalOptions.Model) ?? Variable("CLIPSEARCH_MODEL");
        var variant = parsed.GetValue(GlobalOptions.Variant);
        // A comma may also belong to the name of one folder.
        if (asked is not null && !Directory.Exists(asked) && asked.Split(',') is [{ Length: > 0 } text, { Length: > 0 } image])
            return (Folder(text, variant), Folder(image, variant));
        var folder = Folder(asked, variant);
        return (folder, folder);
    }

    private static string Folder(string? asked, string? variant)
    {
        if (asked is not null && (Directory.Exists(asked) || asked != Default))
            return HubCache.FromEnvironment().Locate(asked, variant);
        return Checkout.FindModel(Default)
            ?? throw new ModelException(Default, "the embedded model is not beside the program", "reinstall it, or give a model folder with --model");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
