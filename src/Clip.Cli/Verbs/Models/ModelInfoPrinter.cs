using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

internal sealed record DownloadLine(
    string Commit, string Revision, string Folder, string Layout, long Bytes, string[] Files)
{
    public static DownloadLine Of(CachedModel download) => new(
        download.Commit, download.Model.Revision, download.Folder, download.Layout.ToString().ToLowerInvariant(),
        download.Bytes, [.. download.Files]);
}

/// <summary>The JSON line of <c>models info</c>. Null is unknown.</summary>
internal sealed record ModelInfoLine(
    string Name, string? Repository, string? Languages, double? Megabytes, int? Dimension, string? Licence,
    string? Restriction, string? Quality, string? Note, string? StartHereFor, DownloadLine[] Downloads)
{
    public static ModelInfoLine Of(
        string name, ModelReference? model, KnownModel? known, IReadOnlyList<CachedModel> downloads) => new(
        name, known?.Repository ?? model?.Repository, known?.Languages, known?.Megabytes,
        known?.Dimensions
            ?? downloads.Select(HubModel.DimensionOf).FirstOrDefault(static dimension => dimension is not null),
        known?.License, known?.Restriction, known?.Quality, known?.Note, known?.StartHereFor,
        [.. downloads.Select(DownloadLine.Of)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelInfoLine))]
internal sealed partial class ModelInfoJson : JsonSerializerContext;

/// <summary>Writes what is known of a model.</summary>
internal static class ModelInfoPrinter
{
    private const int NameWidth = 11;
    private const string Unknown = "unknown";

    public static void Write(Terminal terminal, ModelInfoLine info)
    {
        if (terminal.IsJson)
            terminal.Json(info, ModelInfoJson.Default.ModelInfoLine);
        else
            FactTable.Write(terminal, NameWidth, [.. Rows(info), .. info.Downloads.SelectMany(Rows)]);
    }

    private static IEnumerable<(string Name, string Value)> Rows(ModelInfoLine info)
    {
        yield return ("name", info.Name);
        yield return ("repository", info.Repository ?? Texts.Of("none: it comes with the program"));
        yield return ("languages", Texts.Of(info.Languages ?? Unknown));
        yield return ("size", Size(info.Megabytes));
        yield return ("dimension", info.Dimension?.ToString(CultureInfo.InvariantCulture) ?? Texts.Of(Unknown));
        yield return ("licence", Licence(info));
        yield return ("quality", Texts.OfMessage(info.Quality ?? Unknown));
        if (info.Note is not null)
            yield return ("note", Texts.OfMessage(info.Note));
        if (info.StartHereFor is not null)
            yield return ("start here", Texts.Say($"for {Texts.Of(info.StartHereFor)}"));
        if (info.Downloads.Length == 0 && info.Repository is not null)
            yield return ("downloaded", Texts.Say($"no; run: clipsearch models pull {info.Name}"));
    }

    private static IEnumerable<(string Name, string Value)> Rows(DownloadLine download)
    {
        yield return ("downloaded",
            $"{download.Revision} ({download.Commit}), {download.Layout}, {ByteSize.Of(download.Bytes)}");
        yield return ("folder", download.Folder);
        foreach (var file in download.Files)
            yield return ("", file);
    }

    private static string Size(double? megabytes) => megabytes is null
        ? Texts.Of(Unknown)
        : Texts.Say($"{megabytes:N0} MB, plain weights");

    private static string Licence(ModelInfoLine info) =>
        Texts.Of(info.Licence ?? Unknown) + (info.Restriction is { } terms ? $" (!) {Texts.Of(terms)}" : "");
}
