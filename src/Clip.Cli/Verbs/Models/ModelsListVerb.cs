using System.CommandLine;
using Clip.Cli.Installation;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>What <c>models list</c> is asked for.</summary>
internal sealed record ModelsListSettings(bool OnlyDownloaded);

/// <summary><c>models list</c>: the curated table, and what else has been downloaded.</summary>
internal sealed class ModelsListVerb : IVerb<ModelsListSettings>
{
    private const string Here = "yes";
    private const string PartlyHere = "in part";
    private const string NotHere = "no";

    private readonly Option<bool> _downloaded = new("--downloaded")
    {
        Description = "Only models that are on this machine",
    };

    public ModelsListVerb() => Command.Options.Add(_downloaded);

    public VerbCommand Command { get; } = new(
        "list",
        "Models that are known, with their languages and quality and which one to start with, and those that have been "
        + "downloaded",
        "clipsearch models list --downloaded");

    public ModelsListSettings Resolve(ParseResult parsed) => new(parsed.GetValue(_downloaded));

    public Task<int> RunAsync(ModelsListSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var lines = Lines(HubCache.FromEnvironment())
            .Where(line => !settings.OnlyDownloaded || line.Downloaded == Here)
            .ToList();
        ModelListPrinter.Write(terminal, lines);
        return Task.FromResult(lines.Count > 0 ? ExitCode.Found : ExitCode.Nothing);
    }

    private static IEnumerable<KnownModelLine> Lines(HubCache cache) =>
    [
        .. KnownModels.All.Select(model => Line(model, cache)),
        .. cache.List()
            .Where(static model => KnownModels.Find(model.Model.Repository) is null)
            .Select(model => Line(model, cache)),
    ];

    private static KnownModelLine Line(KnownModel model, HubCache cache)
    {
        var reference = KnownModels.Resolve(model.ShortName);
        var folder = reference is null ? Checkout.FindModel(model.ShortName) : cache.Find(reference);
        var state = folder is not null ? Here
            : reference is not null && cache.HasPartOf(reference) ? PartlyHere
            : NotHere;
        return new KnownModelLine(
            model.ShortName, model.Repository, model.Languages, model.Megabytes, model.Dimensions, model.License,
            model.Restriction, model.Quality, model.Note, model.StartHereFor, Curated: true, state, folder);
    }

    private static KnownModelLine Line(CachedModel model, HubCache cache) => new(
        model.Model.ToString(), model.Model.Repository, Languages: null, Math.Round(model.Bytes / 1e6, 1),
        HubModel.DimensionOf(model), Licence: null, Restriction: null, Quality: null, Note: null, StartHereFor: null,
        Curated: false, cache.Find(model.Model) is null ? PartlyHere : Here, model.Folder);
}
