using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Installation;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>What <c>models verify</c> is asked to check.</summary>
internal sealed record ModelsVerifySettings(string Name);

internal sealed record FileCheckLine(string Model, string Path, long Bytes, bool Ok, string? Problem);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FileCheckLine))]
internal sealed partial class FileCheckJson : JsonSerializerContext;

/// <summary><c>models verify</c>: hashes the files of a download, or of the embedded model, again.</summary>
internal sealed class ModelsVerifyVerb : IVerb<ModelsVerifySettings>
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "A short name or OWNER/NAME, with @REVISION only that one (default: the embedded model)",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => EmbeddedModel.Name,
    };

    public ModelsVerifyVerb()
    {
        _name.CompletionSources.Add(static _ => ModelNames.All());
        Command.Arguments.Add(_name);
    }

    public VerbCommand Command { get; } = new(
        "verify",
        "Check the files of a downloaded model against the hashes that the hub lists, or those of the embedded one",
        "clipsearch models verify Xenova/clip-vit-base-patch32");

    public ModelsVerifySettings Resolve(ParseResult parsed) => new(parsed.GetRequiredValue(_name));

    public async Task<int> RunAsync(
        ModelsVerifySettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var isEmbedded = string.Equals(settings.Name, EmbeddedModel.Name, StringComparison.OrdinalIgnoreCase);
        var isSound = isEmbedded
            ? VerifyEmbedded(terminal)
            : await VerifyDownloadsAsync(settings.Name, terminal, cancellationToken).ConfigureAwait(false);
        return isSound ? ExitCode.Found : ExitCode.Error;
    }

    private static bool VerifyEmbedded(Terminal terminal)
    {
        var isSound = true;
        foreach (var file in EmbeddedModel.Verify(Checkout.FindModel(EmbeddedModel.Name)))
        {
            isSound &= file.Problem is null;
            Write(terminal, EmbeddedModel.Name, EmbeddedModel.Name, file, "install the program again");
        }
        return isSound;
    }

    private static async Task<bool> VerifyDownloadsAsync(
        string name, Terminal terminal, CancellationToken cancellationToken)
    {
        var model = HubModel.Resolve(name);
        var cache = HubCache.FromEnvironment();
        var isOneRevision = name.Contains('@', StringComparison.Ordinal);
        var downloads = cache.Of(model)
            .Where(download => !isOneRevision
                || download.Model.Revision == model.Revision || download.Commit == model.Revision)
            .ToList();
        if (downloads.Count == 0)
            throw new HubException(name, "is not downloaded", $"run: clipsearch models pull {name}");

        var isSound = true;
        foreach (var download in downloads)
        {
            var remedy = $"download it again with: clipsearch models pull {download.Model} --check";
            var files = cache.VerifyAsync(download, cancellationToken: cancellationToken).ConfigureAwait(false);
            await foreach (var file in files)
            {
                isSound &= file.Problem is null;
                Write(terminal, download.Model.ToString(), download.Model.Repository, file, remedy);
            }
        }
        if (cache.Find(model) is null)
            throw new HubException(name, "is not downloaded completely", $"run: clipsearch models pull {name}");
        return isSound;
    }

    private static void Write(Terminal terminal, string model, string home, FileCheck file, string remedy)
    {
        var name = $"{home}/{Plain.OneLine(file.Path)}";
        if (terminal.IsJson)
        {
            var line = new FileCheckLine(model, file.Path, file.Bytes, file.Problem is null, file.Problem);
            terminal.Json(line, FileCheckJson.Default.FileCheckLine);
        }
        else if (file.Problem is null)
            terminal.Line($"{name}: {Texts.Of("sound")}");
        if (file.Problem is not null)
            terminal.Error($"{name}: {file.Problem}; {remedy}");
    }
}
