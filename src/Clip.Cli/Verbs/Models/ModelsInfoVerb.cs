using System.CommandLine;
using Clip.Cli.Installation;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>What <c>models info</c> is asked about.</summary>
internal sealed record ModelsInfoSettings(string Name);

/// <summary>
/// <c>models info</c>: what is known of one model, and where it is if it was downloaded. Opens no connection.
/// </summary>
internal sealed class ModelsInfoVerb : IVerb<ModelsInfoSettings>
{
    private readonly Argument<string> _name = new("NAME") { Description = "A short name or OWNER/NAME" };

    public ModelsInfoVerb()
    {
        _name.CompletionSources.Add(static _ => ModelNames.All());
        Command.Arguments.Add(_name);
    }

    public VerbCommand Command { get; } = new(
        "info", "What is known of a model, and where it is",
        "clipsearch models info Xenova/clip-vit-base-patch32 --json");

    public ModelsInfoSettings Resolve(ParseResult parsed) => new(parsed.GetRequiredValue(_name));

    public Task<int> RunAsync(ModelsInfoSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        ModelInfoPrinter.Write(terminal, Find(settings.Name));
        return Task.FromResult(ExitCode.Found);
    }

    private static ModelInfoLine Find(string name)
    {
        var model = KnownModels.Resolve(name);
        var known = KnownModels.Find(model?.Repository ?? name);
        var downloads = model is null ? [] : HubCache.FromEnvironment().Of(model);
        if (known is not null || downloads.Count > 0)
            return ModelInfoLine.Of(known?.ShortName ?? model!.Repository, model, known, downloads);
        // Also reports what is wrong with a name that cannot be one.
        var reference = HubModel.Resolve(name);
        throw new HubException(
            reference.ToString(), "is neither in the table nor downloaded",
            $"see what it holds with: clipsearch models pull {reference} --dry-run");
    }
}
