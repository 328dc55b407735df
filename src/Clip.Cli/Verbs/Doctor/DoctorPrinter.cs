using Clip.Cli.Configuration;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Diagnostics;

namespace Clip.Cli.Verbs.Doctor;

/// <summary>Writes what was checked.</summary>
internal static class DoctorPrinter
{
    private const int NameWidth = 12;

    public static void Write(Terminal terminal, DoctorLine line, IReadOnlyList<DeviceReport> reports)
    {
        if (terminal.IsJson)
        {
            terminal.Json(line, DoctorJson.Default.DoctorLine);
            return;
        }
        FactTable.Write(terminal, NameWidth, Rows(line));
        DeviceTable.Write(terminal, reports);
    }

    private static IEnumerable<(string Name, string Value)> Rows(DoctorLine line) =>
    [
        ("clipsearch",
            Texts.Say($"{line.Version}, {line.Dotnet}, {line.System} on {line.Architecture}, "
                + $"{Counted.Of(line.Processors, "processor")}")),
        ("ONNX Runtime",
            line.OrtLibrary is { } library
                ? Texts.Say($"{line.OnnxRuntime} from {DisplayPath.Of(library)}")
                : line.OnnxRuntime),
        ("hardware", Hardware(line.Hardware)),
        ("memory",
            Texts.Say($"{ByteSize.Of(line.Memory.BudgetBytes)} of {ByteSize.Of(line.Memory.MachineBytes)} "
                + $"for decoding pictures")),
        ("model",
            $"{line.Model.Name} ({DisplayPath.Of(line.Model.Folder)}), {line.Model.Layout}, "
            + Texts.Say($"{line.Model.Dimension} dimensions, fingerprint {line.Model.Fingerprint}")),
        ("precision", line.Model.Precision),
        .. line.Model.PrecisionReports.Select(static report => ("measured", report)),
        ("graph cache",
            line.Cache.Folder is { } cache ? Cache(cache, line.Cache) : Texts.Of("off")),
        ("index", line.Index is { } index ? Index(index) : Texts.OfMessage(line.IndexProblem ?? "")),
        .. line.Index is { Leftovers: { } leftovers, Folder: { } folder, Index: { } directory }
            ? LeftoverNotes.Rows(leftovers, IndexLocation.For(folder, directory))
            : [],
        .. line.Database is { } database ? Database(database) : [],
        ("config", line.Config is { } file ? DisplayPath.Of(file) : Texts.Of("none")),
        .. line.Settings.Where(static setting => setting.Origin != SettingOrigins.Default)
            .Select(static setting => ("setting", $"{setting.Key} = {setting.Value} ({setting.Origin})")),
        ("auto", line.Auto == "cpu"
            ? Texts.Of("the processor")
            : Texts.Say($"the processor for single queries, {line.Auto} for many")),
    ];

    private static IEnumerable<(string Name, string Value)> Database(DoctorDatabaseLine database) =>
    [
        ("database", $"PostgreSQL {database.Postgresql}, pgvector {database.Pgvector ?? Texts.Of("none")}"),
        .. database.Advice.Select(static advice => (
            "", $"{advice.Subject} {advice.Value}: {Texts.Of(advice.Problem)}; {advice.Command}")),
    ];

    private static string Cache(string folder, DoctorCacheLine cache) =>
        GraphCacheRow.Format(folder, cache.Graphs, cache.Bytes, cache.LimitBytes);

    private static string Hardware(HardwareLine[] devices) => devices.Length == 0
        ? Texts.Of("not reported by this ONNX Runtime")
        : string.Join("; ", devices.Select(static device =>
            $"{device.Kind}: {(device.Name is { } name ? $"{name} " : "")}({device.Vendor})"));

    private static string Index(DoctorIndexLine index) =>
        $"{DisplayPath.Of(index.Index)}: " + Texts.Say(
            $"{index.Pictures:N0} pictures, {index.Captions:N0} captions, {ByteSize.Of(index.Bytes)}, "
            + $"model {index.Model}")
        + (index.SameModel ? "" : Texts.Of(" (not the model above)"));
}
