using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Index;

/// <summary>
/// The JSON line of one index that was brought up to date. <c>skipped</c> is the contract's name of <c>unchanged</c>.
/// </summary>
internal sealed record IndexLine(
    long Added, long Updated, long Moved, long Removed, long Skipped, long Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Absent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Verified,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Reread, long Captions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Compacted, double PicturesPerSecond,
    double Seconds, string Folder, long Unchanged);

/// <summary>The JSON line of work that was planned and not done yet.</summary>
internal sealed record PlanLine(long Planned, string Folder);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IndexLine))]
[JsonSerializable(typeof(PlanLine))]
internal sealed partial class IndexJson : JsonSerializerContext;

/// <summary>Writes what a run of the indexer did.</summary>
internal static class IndexPrinter
{
    public static void Write(Terminal terminal, IndexLocation location, IndexReport report)
    {
        if (terminal.IsJson)
            terminal.Json(Line(location, report), IndexJson.Default.IndexLine);
        else if (!terminal.IsQuiet)
            terminal.Line(Summary(location, report));
    }

    /// <summary>Writes how many files were planned.</summary>
    public static void WritePlan(Terminal terminal, IndexLocation location, long planned)
    {
        if (terminal.IsJson)
            terminal.Json(new PlanLine(planned, location.Root), IndexJson.Default.PlanLine);
        else if (!terminal.IsQuiet)
            terminal.Line($"{DisplayPath.Of(location.Root)}: " + Texts.Say($"{Counted.Of(planned, "file")} planned"));
    }

    /// <summary>
    /// Writes what was left over, how many files' metadata were read again, and how many files could not be read
    /// besides those that the run has named.
    /// </summary>
    public static void WriteNotes(Terminal terminal, IndexLocation location, IndexReport report)
    {
        LeftoverNotes.Write(terminal, location, report);
        if (report.Reread > 0)
            terminal.Warn(Notices.MetadataReread(location, report.Reread));
        if (report.UnreportedFailures > 0)
            terminal.Warn(FailureSummary.OfUnreported(location, report.UnreportedFailures));
        if (report.KnownFailures > 0)
            terminal.Warn(FailureSummary.OfKnown(location, report.KnownFailures));
    }

    private static IndexLine Line(IndexLocation location, IndexReport report) => new(
        report.Added, report.Updated, report.Moved, report.Removed, report.Skipped, report.Failed, report.Absent,
        report.Verified, report.Reread, report.Captions, report.Compacted, Math.Round(report.PicturesPerSecond, 1),
        Math.Round(report.Elapsed.TotalSeconds, 3), location.Root, Unchanged: report.Skipped);

    private static string Summary(IndexLocation location, IndexReport report)
    {
        List<string> parts =
        [
            Texts.Say($"{report.Added:N0} added"), Texts.Say($"{report.Updated:N0} updated"),
            Texts.Say($"{report.Moved:N0} moved"), Texts.Say($"{report.Removed:N0} removed"),
        ];
        if (report.Absent > 0)
            parts.Add(Texts.Say($"{report.Absent:N0} away"));
        var verified = report.Verified == 0 ? "" : Texts.Say($" ({report.Verified:N0} of them read again)");
        parts.Add(Texts.Say($"{report.Skipped:N0} unchanged") + verified);
        parts.Add(Texts.Say($"{report.Failed:N0} failed"));
        parts.Add(Counted.Of(report.Captions, "new caption"));
        if (report.Compacted > 0)
            parts.Add(Texts.Say($"{Counted.Of(report.Compacted, "vector")} compacted away"));
        var speed = report.PicturesPerSecond > 0 ? Texts.Say($" ({report.PicturesPerSecond:0.0} pictures/s)") : "";
        return $"{DisplayPath.Of(location.Root)}: {Texts.Join(parts)}{speed}";
    }
}
