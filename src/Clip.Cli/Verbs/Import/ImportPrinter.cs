using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Import;

internal sealed record SkippedLine(string Row, string? Path, string Reason);

internal sealed record ImportLine(
    string Format, long Rows, long Imported, long Matched, long Away, long Known, long Captions, int Dimensions,
    string Model, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Base, string Folder,
    IReadOnlyList<SkippedLine> Skipped);

/// <summary>The JSON line of an index that was copied into a database.</summary>
internal sealed record CopyLine(string Format, long Imported, long Captions, string Folder, string Store);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(CopyLine))]
internal sealed partial class ImportJson : JsonSerializerContext;

/// <summary>Writes what an import did.</summary>
internal static class ImportPrinter
{
    // A file of other lines, such as captions alone, would give a warning for each.
    private const int MostNamed = 10;
    private const int MostLetters = 200;

    /// <summary>Says which model the vectors are taken for, where nobody has said it.</summary>
    public static string Assumed(VectorTable table, ClipModel model) => table.Model is { } stated
        ? $"{DisplayPath.Of(table.Source)}: says that {stated} made its vectors, and they are taken for those of "
            + $"{model.Name}; if that is wrong, delete the index and name the model with --model"
        : $"{DisplayPath.Of(table.Source)}: taken for vectors of {model.Name}; if another model made them, delete the "
            + "index and name it with --model";

    /// <summary>Says that rows are only numbered, and how to name them.</summary>
    public static string Numbered(VectorTable table, bool onlyExisting)
    {
        var source = DisplayPath.Of(table.Source);
        if (onlyExisting)
        {
            return $"{source}: names no paths, so that no file is known for any row; give a file with a path in a line "
                + "for each row with --names";
        }

        return Path.GetExtension(table.Source).Equals(".npy", StringComparison.OrdinalIgnoreCase)
            ? $"{source}: names no paths, so its rows are kept under their numbers, as pictures that are away; to name "
                + "them, give a file with a path in a line for each row with --names, or put "
                + $"{Path.ChangeExtension(Path.GetFileName(source), ".jsonl")} beside it"
            : $"{source}: names no paths, so its rows are kept under their numbers, as pictures that are away; to name "
                + "them, give a file with a path in a line for each row with --names";
    }

    /// <summary>Writes what was copied into a database.</summary>
    public static void WriteCopy(Terminal terminal, IndexLocation library, long files, long captions)
    {
        if (terminal.IsJson)
        {
            terminal.Json(
                new CopyLine("index", files, captions, library.Root, library.Directory), ImportJson.Default.CopyLine);
        }
        else if (!terminal.IsQuiet)
        {
            terminal.Line(CopiedRow.Of(library.Directory, files, captions));
        }
    }

    public static void Write(
        Terminal terminal, IndexLocation location, VectorTable table, ClipModel model, VectorImportReport report)
    {
        var isCut = report.Skipped.Count > MostNamed && !terminal.IsVerbose;
        foreach (var row in report.Skipped.Take(isCut ? MostNamed : int.MaxValue))
        {
            var id = row.Id is null ? "" : $" ({NameOf(row.Id)})";
            terminal.Warn($"{DisplayPath.Of(table.Source)}: {row.Row}{id} is left out: {row.Reason}");
        }

        if (terminal.IsJson)
        {
            terminal.Json(Line(location, table, model, report), ImportJson.Default.ImportLine);
            return;
        }

        if (isCut)
        {
            terminal.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Skipped.Count:N0} rows are left out; to list all of them, add --verbose or --json"));
        }
        else if (report.Skipped.Count > 0)
        {
            terminal.Warn(string.Create(CultureInfo.InvariantCulture, $"{report.Skipped.Count:N0} rows are left out"));
        }
        if (!terminal.IsQuiet)
            terminal.Line(Summary(table, report));
    }

    private static ImportLine Line(
        IndexLocation location, VectorTable table, ClipModel model, VectorImportReport report) => new(
        table.Format, table.Rows.Count + table.Skipped.Count, report.Matched + report.Away, report.Matched, report.Away,
        report.Known, report.Captions, table.Dimensions, model.Name, report.Dropped.Length > 0 ? report.Dropped : null,
        location.Root, [.. report.Skipped.Select(static row => new SkippedLine(row.Row, row.Id, row.Reason))]);

    private static string Summary(VectorTable table, VectorImportReport report)
    {
        List<string> parts = [Texts.Say($"{report.Matched:N0} pictures imported")];
        if (report.Away > 0)
            parts.Add(Texts.Say($"{report.Away:N0} of files that are not there"));
        if (report.Known > 0)
            parts.Add(Texts.Say($"{report.Known:N0} known already"));
        if (report.Captions > 0)
            parts.Add(Texts.Say($"{report.Captions:N0} captions"));
        var place = report.Dropped.Length == 0
            ? ""
            : Texts.Say($" ({NameOf(report.Dropped)} there is the folder here)");
        return $"{table.Format}: {Texts.Join(parts)}{place}";
    }

    /// <summary>What a file of another program calls a picture, which need not be a path, let alone one here.</summary>
    private static string NameOf(string id) =>
        Plain.OneLine(id.Length <= MostLetters ? id : id[..MostLetters] + "…");
}
