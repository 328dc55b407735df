using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Dedupe;

/// <summary>The JSON line of a group of duplicates.</summary>
internal sealed record DuplicateLine(
    int Group, string[] Paths, double Score, bool Exact, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Burst);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DuplicateLine))]
internal sealed partial class DuplicateJson : JsonSerializerContext;

/// <summary>Writes groups of duplicates, the file to keep first.</summary>
internal static class DuplicatePrinter
{
    public static void Write(Terminal terminal, DuplicateAnswer answer)
    {
        foreach (var group in answer.Groups)
        {
            if (terminal.IsJson)
            {
                var line = new DuplicateLine(
                    group.Number, [.. group.Files.Select(static file => DisplayPath.Of(file.FullPath))], group.Score,
                    group.IsExact, Word(group.Reason), group.HasBurst);
                terminal.Json(line, DuplicateJson.Default.DuplicateLine);
                continue;
            }
            var kind = Texts.Of(group.IsExact ? "exact copies" : group.HasBurst ? "a burst" : "nearly equal");
            var score = group.Score.ToString("0.000", CultureInfo.InvariantCulture);
            terminal.Line($"{group.Number,3}  " + Texts.Say($"{kind}, score {score}"));
            for (var i = 0; i < group.Files.Count; i++)
            {
                var mark = TextWidth.Pad(i > 0 ? "" : Texts.Of("keep"), 5);
                var reason = i > 0 ? "" : $" ({Texts.Of(Reason(group.Reason))})";
                ResultRow.Write(
                    terminal, mark, DisplayPath.Of(group.Files[i].FullPath), Facts(group.Files[i].File) + reason);
            }
        }
    }

    private static string Facts(FileRecord file) => string.Create(
        CultureInfo.InvariantCulture, $"{file.Width} × {file.Height}, {ByteSize.Of(file.Size)}");

    private static string Word(KeepReason reason) => reason switch
    {
        KeepReason.Resolution => "resolution",
        KeepReason.Size => "size",
        KeepReason.Date => "date",
        KeepReason.Format => "format",
        _ => "path",
    };

    private static string Reason(KeepReason reason) => reason switch
    {
        KeepReason.Resolution => "most pixels",
        KeepReason.Size => "most bytes",
        KeepReason.Date => "oldest",
        KeepReason.Format => "best format",
        _ => "shortest path",
    };
}
