using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Indexing.Runs;

namespace Clip.Cli.Verbs.Status;

/// <summary>
/// The JSON line of an index. <c>dead</c> and <c>dead_bytes</c> are older names of <c>unused</c> and
/// <c>unused_bytes</c>.
/// </summary>
internal sealed record IndexStatusLine(
    string Folder, string Index, string Model, string Fingerprint, int Dimension, string Decode, long Pictures,
    long Files, long Captions, long Failures, long Bytes, string Health, long Dated, long Placed,
    long Dead, long DeadBytes, long Unused, long UnusedBytes)
{
    /// <summary>What a database says besides; null for an index in a folder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoreLine? Store { get; init; }

    /// <summary>The arithmetic of the model.</summary>
    public string Precision { get; init; } = "";

    /// <summary>How close it was to 32 bits, a line per tower.</summary>
    public string[] PrecisionReports { get; init; } = [];

    /// <summary>What killed programs have left beside the index or in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeftoverLine[]? Leftovers { get; init; }
}

/// <summary>What only an index in a database has.</summary>
internal sealed record StoreLine(
    long Planned, long Leased, WorkerStateLine[] Workers, bool Approximate, long ExactBelow, string Postgresql,
    string Pgvector)
{
    /// <summary>The replica that searches read from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplicaLine? Replica { get; init; }
}

/// <summary>A replica, and how far it is behind.</summary>
/// <param name="Address">The replica.</param>
/// <param name="Away">Whether it cannot be read now.</param>
internal sealed record ReplicaLine(string Address, bool Away)
{
    /// <summary>What it has not repeated yet; null where it follows no other server, or is away.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BehindBytes { get; init; }

    /// <summary>How old its newest change is; null likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BehindSeconds { get; init; }
}

/// <summary>A worker of the last minute.</summary>
internal sealed record WorkerStateLine(string Name, long Pictures, double PicturesPerSecond);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IndexStatusLine))]
internal sealed partial class StatusJson : JsonSerializerContext;

/// <summary>Writes what an index holds.</summary>
internal static class StatusPrinter
{
    private const int NameWidth = 11;
    private static readonly (string, string)[] Nothing = [];

    public static void Write(
        Terminal terminal, IndexLocation location, IndexSnapshot index, string health, StoreLine? store = null)
    {
        var metadata = index.CountMetadata();
        var line = new IndexStatusLine(
            location.Root, location.Directory, index.Model.Name, index.Model.Fingerprint, index.Model.Dimensions,
            index.Model.Decode, index.PictureCount, index.FileCount, index.CaptionCount, index.FailureCount,
            index.Bytes, health, metadata.Dated, metadata.Placed, index.DeadCount,
            index.DeadBytes, Unused: index.DeadCount, UnusedBytes: index.DeadBytes)
        {
            Store = store,
            Leftovers = LeftoverLine.Of(location),
            Precision = index.ModelPrecision ?? ModelPrecisionWords.Of(ModelPrecision.Fp32),
            PrecisionReports = IndexNotes.Precision.ValueOf(index.Note(IndexNotes.Precision.Name)),
        };
        if (terminal.IsJson)
            terminal.Json(line, StatusJson.Default.IndexStatusLine);
        else
            FactTable.Write(terminal, NameWidth, Rows(line, location, metadata.Undescribed));
    }

    private static IEnumerable<(string Name, string Value)> Rows(
        IndexStatusLine line, IndexLocation location, long undescribed) =>
    [
        ("folder", DisplayPath.Of(line.Folder)),
        ("index", $"{DisplayPath.Of(line.Index)} ({Megabytes(line.Bytes)})"),
        ("model", $"{line.Model}, "
            + Texts.Say($"{line.Dimension} dimensions, fingerprint {line.Fingerprint}")),
        // A library of a database keeps its model.
        .. line.Store is null && EmbeddedModelHint.OfIndex(line.Model, IndexArguments.Of(location)) is { } hint
            ? [("", Texts.OfMessage(hint))]
            : Nothing,
        ("precision", line.Precision),
        .. line.PrecisionReports.Select(static report => ("measured", report)),
        ("decoding", line.Decode),
        ("pictures", Texts.Say($"{line.Pictures:N0} in {Counted.Of(line.Files, "file")}")),
        ("taken", Taken(line, undescribed)),
        ("captions", Count(line.Captions)),
        ("unreadable", Unreadable(line, location)),
        ("unused", Unused(line, location)),
        .. LeftoverNotes.Rows(line.Leftovers, location),
        ("health", Texts.OfMessage(line.Health)),
        .. line.Store is { } store ? StoreRows(store) : [],
    ];

    private static IEnumerable<(string Name, string Value)> StoreRows(StoreLine store) =>
    [
        ("search", store.Approximate
            ? Texts.Of("approximate, with exact scores; exact with --exact")
            : Texts.Say($"exact; approximate from {store.ExactBelow:N0} pictures on")),
        ("work", Texts.Say($"{store.Planned:N0} files planned, {store.Leased:N0} of them with a worker")),
        ("workers", store.Workers.Length == 0
            ? Texts.Of("none")
            : Texts.Join(store.Workers.Select(static worker =>
                Texts.Say($"{worker.Name} ({worker.Pictures:N0} pictures, {worker.PicturesPerSecond:0.0}/s)")))),
        ("server", $"PostgreSQL {store.Postgresql}, pgvector {store.Pgvector}"),
        .. store.Replica is { } replica
            ? [("replica", replica.Away
                ? Texts.Say($"{replica.Address}: is away")
                : replica.BehindBytes is null
                ? Texts.Say($"{replica.Address}: follows no other server")
                : Texts.Say(
                    $"{replica.Address}: {replica.BehindSeconds:0.0} s behind ({replica.BehindBytes:N0} bytes)"))]
            : Nothing,
    ];

    private static string Unreadable(IndexStatusLine line, IndexLocation location) => line.Failures == 0
        ? "0"
        : Counted.Of(line.Failures, "file") + Texts.Say(
            $"; to list what cannot be read: clipsearch status --failed {IndexArguments.Of(location)}");

    private static string Taken(IndexStatusLine line, long undescribed)
    {
        var rest = undescribed == 0
            ? ""
            : Texts.Say($"; the next run of index reads the metadata of {undescribed:N0}");
        return Texts.Say($"{line.Dated:N0} with a date, {line.Placed:N0} with a place") + rest;
    }

    private static string Unused(IndexStatusLine line, IndexLocation location) => line.Unused == 0
        ? "0"
        : Texts.Say(
            $"{Counted.Of(line.Unused, "vector")} of pictures and captions that are gone, kept in case these come "
            + $"back ({Megabytes(line.UnusedBytes)}); to free the space: "
            + $"clipsearch index --compact {IndexArguments.Of(location)}");

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
