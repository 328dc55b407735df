using System.CommandLine;
using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>What <c>models pull</c> is asked to do.</summary>
/// <param name="Name">The model.</param>
/// <param name="Variant">The weights, or null for the usual ones.</param>
/// <param name="AcceptsLicense">Whether a license that restricts the use of the model is accepted.</param>
/// <param name="Check">Whether to check and replace files that are here already.</param>
/// <param name="IsDryRun">Whether to show what would be downloaded, and no more.</param>
internal sealed record ModelsPullSettings(
    string Name, string? Variant, bool AcceptsLicense, bool Check, bool IsDryRun);

/// <summary><c>models pull</c>: downloads what a model's layout needs.</summary>
internal sealed class ModelsPullVerb : IVerb<ModelsPullSettings>
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "OWNER/NAME, OWNER/NAME@REVISION, or a short name of: clipsearch models list",
    };

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Accept a licence that restricts what the model may be used for",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Hash the files that are here already, and download damaged ones again",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be downloaded" };

    public ModelsPullVerb()
    {
        _name.CompletionSources.Add(static _ => ModelNames.All());
        Command.Arguments.Add(_name);
        foreach (var option in (Option[])[_yes, _check, _dryRun])
            Command.Options.Add(option);
    }

    public VerbCommand Command { get; } = new(
        "pull", "Download a model into the Hugging Face cache",
        "clipsearch models pull Xenova/clip-vit-base-patch32 --dry-run",
        "clipsearch models pull Xenova/clip-vit-base-patch32 --variant quantized");

    public ModelsPullSettings Resolve(ParseResult parsed) => new(
        parsed.GetRequiredValue(_name), parsed.GetValue(ModelOptions.Variant), parsed.GetValue(_yes),
        parsed.GetValue(_check), parsed.GetValue(_dryRun));

    public async Task<int> RunAsync(
        ModelsPullSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var model = HubModel.Resolve(settings.Name);
        var version = typeof(ModelsPullVerb).Assembly.GetName().Version?.ToString(3) ?? "0";
        var options = HubOptions.FromEnvironment();
        options.UserAgent = $"clipsearch/{version}";
        using var hub = new ModelHub(options);
        if (options.Offline && hub.Cache.Find(model, settings.Variant) is { } here)
        {
            terminal.Warn($"{model}: is here already; HF_HUB_OFFLINE prevents a check for a newer one");
            terminal.Line(here);
            return ExitCode.Found;
        }
        if (settings.Check)
            await RemoveDamagedAsync(hub.Cache, model, terminal, cancellationToken).ConfigureAwait(false);

        PullPlan plan;
        using (var progress = new PullProgressLine(terminal))
            plan = await hub.PlanAsync(model, settings.Variant, progress, cancellationToken).ConfigureAwait(false);
        if (settings.IsDryRun)
        {
            PullPrinter.WritePlan(terminal, plan);
            return ExitCode.Found;
        }
        PullPrinter.Announce(terminal, plan);
        var needsConsent = plan is { MissingBytes: > 0, License.Restriction: not null } && !settings.AcceptsLicense;
        if (needsConsent && !Agrees(terminal, plan, options))
            return ExitCode.Nothing;

        string folder;
        using (var progress = new PullProgressLine(terminal))
            folder = await hub.PullAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        PullPrinter.WriteResult(terminal, plan, folder);
        return ExitCode.Found;
    }

    /// <summary>
    /// Asks on a terminal. A script cannot have read the license, so its command line has to say yes.
    /// </summary>
    private static bool Agrees(Terminal terminal, PullPlan plan, HubOptions options)
    {
        var page = $"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/{plan.Model.Repository}";
        var licence = $"its licence ({plan.License.Name ?? "not stated"}) restricts it: {plan.License.Restriction}";
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new HubException(plan.Model.ToString(), licence, $"read it at {page} and repeat with --yes");
        terminal.Error($"{plan.Model}: {licence}; read it at {page}");
        Console.Error.Write("Download? [y/N] ");
        return Console.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static async Task RemoveDamagedAsync(
        HubCache cache, ModelReference model, Terminal terminal, CancellationToken cancellationToken)
    {
        foreach (var download in cache.Of(model))
        {
            var files = cache.VerifyAsync(download, cancellationToken: cancellationToken).ConfigureAwait(false);
            await foreach (var file in files)
            {
                if (file.Problem is null)
                    continue;
                var name = $"{model.Repository}/{Plain.OneLine(file.Path)}";
                terminal.Warn($"{name}: {file.Problem}; it is removed and downloaded again");
                cache.Remove(download, file.Path);
            }
        }
    }
}
