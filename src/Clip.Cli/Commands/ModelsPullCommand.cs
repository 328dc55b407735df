using System.CommandLine;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models pull</c>: downloads what a model's layout needs.</summary>
internal static class ModelsPullCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "OWNER/NAME, OWNER/NAME@REVISION, or a short name of: clipsearch models list" };
        var variant = GlobalOptions.Variant;
        var yes = new Option<bool>("--yes", "-y") { Description = "Accept a licence that restricts what the model may be used for" };
        var check = new Option<bool>("--check") { Description = "Hash the files that are here already, and bring damaged ones again" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be downloaded" };
        var command = new Command("pull", "Download a model into the Hugging Face cache");
        command.Arguments.Add(name);
        foreach (var option in (Option[])[yes, check, dryRun])
            command.Options.Add(option);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var model = ModelsCommand.Resolve(parsed.GetValue(name)!);
            var version = typeof(ModelsPullCommand).Assembly.GetName().Version?.ToString(3) ?? "0";
            var options = HubOptions.FromEnvironment() with { UserAgent = $"clipsearch/{version}" };
            using var hub = new ModelHub(options);
            if (options.Offline && hub.Cache.Find(model, parsed.GetValue(variant)) is { } here)
            {
                terminal.Warn($"{model}: is here already; HF_HUB_OFFLINE keeps from asking for a newer one");
                terminal.Line(here);
                return ExitCode.Found;
            }
            if (parsed.GetValue(check))
                await RemoveDamagedAsync(hub.Cache, model, terminal, cancellationToken).ConfigureAwait(false);

            PullPlan plan;
            using (var bar = new ModelsPullBar(terminal))
                plan = await hub.PlanAsync(model, parsed.GetValue(variant), bar, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(dryRun))
            {
                WritePlan(terminal, parsed, plan);
                return ExitCode.Found;
            }
            Announce(terminal, plan);
            if (plan is { MissingBytes: > 0, License.Restriction: not null } && !parsed.GetValue(yes) && !Agrees(terminal, plan, options))
                return ExitCode.Nothing;

            string folder;
            using (var bar = new ModelsPullBar(terminal))
                folder = await hub.PullAsync(plan, bar, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(Line(plan, folder), ModelsJson.Readable.PullLine);
            else
                terminal.Line(folder);
            return ExitCode.Found;
        });
        return command;
    }

    private static void Announce(Terminal terminal, PullPlan plan)
    {
        foreach (var file in plan.Files)
            terminal.Detail($"{file.Path}: {ModelsCommand.Megabytes(file.Size)}, {file.ContentId}");
        var state = plan.MissingBytes == 0 ? "is here already" : $"{ModelsCommand.Megabytes(plan.MissingBytes)} to download";
        terminal.Warn($"{plan.Model} ({plan.Variant}): {plan.Files.Count} files, {ModelsCommand.Megabytes(plan.TotalBytes)}, {state}; licence: {plan.License.Name ?? "not stated"}");
    }

    /// <summary>Asks on a terminal. A script cannot have read the licence, so it must say yes in its command line.</summary>
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

    private static async Task RemoveDamagedAsync(HubCache cache, ModelReference model, Terminal terminal, CancellationToken cancellationToken)
    {
        foreach (var download in cache.Of(model))
        {
            await foreach (var file in cache.VerifyAsync(download, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (file.Problem is null)
                    continue;
                terminal.Warn($"{model.Repository}/{Plain.OneLine(file.Path)}: {file.Problem}; it is removed and downloaded again");
                cache.Remove(download, file.Path);
            }
        }
    }

    private static void WritePlan(Terminal terminal, ParseResult parsed, PullPlan plan)
    {
        var isJson = parsed.GetValue(GlobalOptions.Json);
        foreach (var file in plan.Files)
        {
            if (isJson)
                terminal.Json(new PullFileLine(plan.Model.ToString(), file.Path, file.Size, file.ContentId), ModelsJson.Readable.PullFileLine);
            else
                terminal.Line($"{ModelsCommand.Megabytes(file.Size),12}  {Plain.OneLine(file.Path)}");
        }
        if (isJson)
            terminal.Json(Line(plan, null), ModelsJson.Readable.PullLine);
        else
            terminal.Line($"{ModelsCommand.Megabytes(plan.TotalBytes),12}  in all, {ModelsCommand.Megabytes(plan.MissingBytes)} of it to download");
    }

    private static PullLine Line(PullPlan plan, string? folder) => new(
        plan.Model.ToString(), plan.Commit, plan.Variant, folder, plan.License.Name, plan.License.Restriction,
        plan.Files.Count, plan.TotalBytes, plan.MissingBytes);
}
