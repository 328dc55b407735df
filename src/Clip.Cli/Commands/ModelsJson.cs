using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clip.Cli.Commands;

// The JSON lines of `models`: the names are part of the command line's contract. Null is unknown.
internal sealed record KnownModelLine(
    string Name, string? Repository, string? Languages, double? Megabytes, int? Dimension, string? Licence, string? Restriction,
    string? Quality, string? Note, bool Curated, string Downloaded, string? Folder);

internal sealed record PullLine(
    string Model, string Commit, string Variant, string? Folder, string? Licence, string? Restriction, int Files, long Bytes, long DownloadedBytes);

internal sealed record PullFileLine(string Model, string Path, long Bytes, string Hash);

internal sealed record FileCheckLine(string Model, string Path, long Bytes, bool Ok, string? Problem);

internal sealed record DownloadLine(string Commit, string Revision, string Folder, string Layout, long Bytes, string[] Files);

internal sealed record ModelInfoLine(
    string Name, string? Repository, string? Languages, double? Megabytes, int? Dimension, string? Licence, string? Restriction,
    string? Quality, string? Note, DownloadLine[] Downloads);

// What `models cache` found, or what it left and freed.
internal sealed record GraphCacheLine(string Folder, int Graphs, long Bytes, long FreedBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KnownModelLine))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(PullFileLine))]
[JsonSerializable(typeof(FileCheckLine))]
[JsonSerializable(typeof(ModelInfoLine))]
[JsonSerializable(typeof(GraphCacheLine))]
internal sealed partial class ModelsJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are.</summary>
    public static ModelsJson Readable => field ??= new ModelsJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
