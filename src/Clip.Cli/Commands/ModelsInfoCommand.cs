using System.CommandLine;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models info</c>: what is known of one model, and where it lies if it was downloaded. Opens no connection.</summary>
internal static class ModelsInfoCommand
{
    private const string Unknown = "unknown";

    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "A short name or OWNER/NAME" };
        var command = new Command("info", "What is known of a model, and where it lies");
        command.Arguments.Add(name);
        command.SetAction((parsed, _) =>
        {
            using var terminal = Terminal.For(parsed);
            var info = Describe(parsed.GetValue(name)!);
            if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(info, ModelsJson.Readable.ModelInfoLine);
            else
                WriteTable(terminal, info);
            return Task.FromResult(ExitCode.Found);
        });
        return command;
    }

    private static ModelInfoLine Describe(string name)
    {
        var model = KnownModels.Resolve(name);
        var known = KnownModels.Find(model?.Repository ?? name);
        var downloads = model is null ? [] : HubCache.FromEnvironment().Of(model);
        if (known is null && downloads.Count == 0)
        {
            // Also says what is wrong with a name that cannot be one.
            var reference = ModelsCommand.Resolve(name);
            throw new HubException(reference.ToString(), "is neither in the table nor downloaded", $"see what it holds with: clipsearch models pull {reference} --dry-run");
        }
        return new ModelInfoLine(
            known?.ShortName ?? model!.Repository, known?.Repository ?? model?.Repository, known?.Languages, known?.Megabytes,
            known?.Dimension ?? downloads.Select(ModelsCommand.DimensionOf).FirstOrDefault(static dimension => dimension is not null),
            known?.License, known?.Restriction, known?.Quality, known?.Note,
            [.. downloads.Select(static download => new DownloadLine(
                download.Commit, download.Model.Revision, download.Folder, download.Layout.ToString().ToLowerInvariant(), download.Bytes, [.. download.Files]))]);
    }

    private static void WriteTable(Terminal terminal, ModelInfoLine info)
    {
        List<(string Name, string Value)> rows =
        [
            ("name", info.Name),
            ("repository", info.Repository ?? "none: it travels with the program"),
            ("languages", info.Languages ?? Unknown),
            ("size", info.Megabytes is { } size ? string.Create(CultureInfo.InvariantCulture, $"{size:N0} MB, plain weights") : Unknown),
            ("dimension", info.Dimension?.ToString(CultureInfo.InvariantCulture) ?? Unknown),
            ("licence", (info.Licence ?? Unknown) + (info.Restriction is null ? "" : $" (!) {info.Restriction}")),
            ("quality", info.Quality ?? Unknown),
        ];
        if (info.Note is not null)
            rows.Add(("note", info.Note));
        if (info.Downloads.Length == 0 && info.Repository is not null)
            rows.Add(("downloaded", $"no; run: clipsearch models pull {info.Name}"));
        foreach (var download in info.Downloads)
        {
            rows.Add(("downloaded", $"{download.Revision} ({download.Commit}), {download.Layout}, {ModelsCommand.Megabytes(download.Bytes)}"));
            rows.Add(("folder", download.Folder));
            rows.AddRange(download.Files.Select(static file => ("", Plain.OneLine(file))));
        }
        foreach (var (name, value) in rows)
            terminal.Line($"{name,-11} {value}");
    }
}
