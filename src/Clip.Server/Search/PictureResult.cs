using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Mounting;

namespace Clip.Server.Search;

/// <summary>A found picture as clients see it.</summary>
internal sealed record PictureResult(
    string Id, string Path, float? Score, string? Caption, int? Width, int? Height, string? Captured, string? Camera,
    double? Latitude, double? Longitude, string Thumbnail)
{
    /// <summary>What decided that it was found: <c>embedding</c>, <c>words</c> or <c>both</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>
    /// The probability that a query for something that is not here finds a picture as near; where a cutoff is given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Chance { get; init; }

    /// <summary>A picture of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path in the index.</param>
    /// <param name="file">What the index knows about the file, or null.</param>
    /// <param name="score">The score; null where it was listed.</param>
    /// <param name="caption">A caption, or null.</param>
    /// <param name="pathBase">What the addresses of this server begin with.</param>
    public static PictureResult Of(
        MountedFolder folder, string path, FileRecord? file, float? score, string? caption, string pathBase)
    {
        var id = PictureId.Of(folder.Number, path);
        var metadata = file?.Metadata;
        return new PictureResult(
            id, folder.Shown(path), score, caption, file?.Width, file?.Height,
            ClockTime.Of(metadata?.Captured), metadata?.Camera,
            metadata?.Place?.Latitude, metadata?.Place?.Longitude, $"{pathBase}/api/pictures/{id}/thumbnail");
    }
}

/// <summary>The filters and options that an answer was made with, so that a client sees what was understood.</summary>
internal sealed record AppliedOptions(
    string? Query, string Library, int Top, string Rank, string? In, string? After, string? Before, string? Near,
    IReadOnlyList<string> Camera, double? MinScore, double? Cutoff);

/// <summary>An answer to a search.</summary>
internal sealed record SearchResponse(
    IReadOnlyList<PictureResult> Results, AppliedOptions? Applied, string? NextPageToken, double TookMs)
{
    /// <summary>What the user should know about the answer, one sentence each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notices { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SearchResponse))]
internal sealed partial class SearchJson : JsonSerializerContext;
