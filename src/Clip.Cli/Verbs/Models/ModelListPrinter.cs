using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Models;

/// <summary>The JSON line of a model in the list. Null is unknown.</summary>
internal sealed record KnownModelLine(
    string Name, string? Repository, string? Languages, double? Megabytes, int? Dimension, string? Licence,
    string? Restriction, string? Quality, string? Note, string? StartHereFor, bool Curated, string Downloaded,
    string? Folder);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KnownModelLine))]
internal sealed partial class ModelListJson : JsonSerializerContext;

/// <summary>Writes the list of models.</summary>
internal static class ModelListPrinter
{
    private const string Unknown = "unknown";

    private static readonly TextTable Table = new(
        ["NAME", "HERE", "MB", "DIM", "LANGUAGES", "LICENCE", "REPOSITORY", "QUALITY"],
        numbers: ["MB", "DIM"],
        spare: ["REPOSITORY", "QUALITY", "LICENCE", "DIM", "LANGUAGES", "MB"], cut: "QUALITY");

    public static void Write(Terminal terminal, IReadOnlyList<KnownModelLine> lines)
    {
        if (terminal.IsJson)
        {
            foreach (var line in lines)
                terminal.Json(line, ModelListJson.Default.KnownModelLine);
            return;
        }
        var left = Table.Write(terminal, [.. lines.Select(Row)]);
        foreach (var line in lines.Where(static line => line.Restriction is not null))
            terminal.Line($"(!) {Plain.OneLine(line.Name)}: {Texts.OfMessage(line.Restriction!)}");
        if (!left.Contains("QUALITY") && lines.Any(static line => line is { Curated: true, Quality: not null }))
            terminal.Line(Texts.OfMessage(KnownModels.QualityLegend));
        foreach (var line in lines.Where(static line => line.StartHereFor is not null))
            terminal.Line(Advice(line));
        if (left.Count > 0)
        {
            // After the table, also where both go to one terminal.
            terminal.Flush();
            terminal.Warn(
                $"this terminal is too narrow for {Texts.Join(left.Select(Texts.Of))}; clipsearch models info NAME "
                + "tells all of a model");
        }
    }

    private static string Advice(KnownModelLine line)
    {
        var terms = line.Restriction is null ? "" : $" ({Texts.Of(line.Restriction)})";
        var command = line.Folder is null ? $"clipsearch models pull {line.Name}" : $"--model {line.Name}";
        return Texts.Say($"start here for {Texts.Of(line.StartHereFor!)}: {line.Name}{terms}; {command}");
    }

    private static string[] Row(KnownModelLine line) =>
    [
        Plain.OneLine(line.Name), Texts.Of(line.Downloaded), Number(line.Megabytes), Number(line.Dimension),
        Texts.Of(line.Languages ?? Unknown),
        Texts.Of(line.Licence ?? Unknown) + (line.Restriction is null ? "" : " (!)"),
        Plain.OneLine(line.Repository ?? "-"), Texts.OfMessage(line.Quality ?? Unknown),
    ];

    private static string Number(double? value) =>
        value?.ToString("N0", CultureInfo.InvariantCulture) ?? Texts.Of(Unknown);
}
