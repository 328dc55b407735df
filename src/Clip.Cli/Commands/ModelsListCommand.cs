using System.CommandLine;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models list</c>: the curated table, and what else has been downloaded.</summary>
internal static class ModelsListCommand
{
    private const string Unknown = "unknown";

    public static Command Build()
    {
        var downloaded = new Option<bool>("--downloaded") { Description = "Only models that are on this machine" };
        var command = new Command("list", "Models that are known, and those that have been downloaded");
        command.Options.Add(downloaded);
        command.SetAction((parsed, _) =>
        {
            using var terminal = Terminal.For(parsed);
            var lines = Lines(HubCache.FromEnvironment());
            if (parsed.GetValue(downloaded))
                lines = [.. lines.Where(static line => line.Downloaded == "yes")];
            if (parsed.GetValue(GlobalOptions.Json))
            {
                foreach (var line in lines)
                    terminal.Json(line, ModelsJson.Readable.KnownModelLine);
            }
            else
                WriteTable(terminal, lines);
            return Task.FromResult(lines.Count > 0 ? ExitCode.Found : ExitCode.Nothing);
        });
        return command;
    }

    private static List<KnownModelLine> Lines(HubCache cache)
    {
        var lines = KnownModels.All.Select(model => Line(model, cache)).ToList();
        lines.AddRange(cache.List()
            .Where(static model => KnownModels.Find(model.Model.Repository) is null)
            .Select(model => new KnownModelLine(
                model.Model.ToString(), model.Model.Repository, null, Math.Round(model.Bytes / 1e6, 1), ModelsCommand.DimensionOf(model), null, null, null, null,
                Curated: false, cache.Find(model.Model) is null ? "in part" : "yes", model.Folder)));
        return lines;
    }

    private static KnownModelLine Line(KnownModel model, HubCache cache)
    {
        var reference = KnownModels.Resolve(model.ShortName);
        var folder = reference is null ? Checkout.FindModel(model.ShortName) : cache.Find(reference);
        var state = folder is not null ? "yes" : reference is not null && cache.HasPartOf(reference) ? "in part" : "no";
        return new KnownModelLine(
            model.ShortName, model.Repository, model.Languages, model.Megabytes, model.Dimension, model.License, model.Restriction,
            model.Quality, model.Note, Curated: true, state, folder);
    }

    private static void WriteTable(Terminal terminal, List<KnownModelLine> lines)
    {
        string[][] rows =
        [
            ["NAME", "HERE", "MB", "DIM", "LANGUAGES", "LICENCE", "QUALITY", "REPOSITORY"],
            .. lines.Select(static line => new[]
            {
                Plain.OneLine(line.Name), line.Downloaded, Number(line.Megabytes), Number(line.Dimension), line.Languages ?? Unknown,
                (line.Licence ?? Unknown) + (line.Restriction is null ? "" : " (!)"), line.Quality ?? Unknown, Plain.OneLine(line.Repository ?? "-"),
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            terminal.Line(string.Join("  ", row.Select((cell, column) => column is 2 or 3 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        foreach (var line in lines)
        {
            if (line.Restriction is not null)
                terminal.Line($"(!) {Plain.OneLine(line.Name)}: {line.Restriction}");
        }
    }

    private static string Number(double? value) => value is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : Unknown;
}
