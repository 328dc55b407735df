using System.Globalization;
using System.Text.Json.Serialization;
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

    /// <summary>A found picture.</summary>
    /// <param name="picture">The picture, with its file.</param>
    /// <param name="library">The library.</param>
    /// <param name="pathBase">What the addresses of this server begin with.</param>
    public static PictureResult Of(FoundPicture picture, MountedLibrary library, string pathBase)
    {
        var folder = library.FolderOf(picture.Location);
        return Of(folder, picture.Path, picture.File, picture.Score, picture.Caption, pathBase) with
        {
            By = picture.By switch
            {
                FoundBy.Words => "words",
                FoundBy.Both => "both",
                _ => "embedding",
            },
        };
    }

    /// <summary>A listed picture.</summary>
    /// <inheritdoc cref="Of(FoundPicture, MountedLibrary, string)"/>
    public static PictureResult Of(ListedPicture picture, MountedLibrary library, string pathBase) => Of(
        library.FolderOf(picture.Location), picture.File.Path, picture.File, score: null, picture.Caption, pathBase);

    /// <summary>A picture of a folder.</summary>
    public static PictureResult Of(
        MountedFolder folder, string path, FileRecord? file, float? score, string? caption, string pathBase)
    {
        var id = PictureId.Of(folder.Number, path);
        var metadata = file?.Metadata;
        return new PictureResult(
            id, folder.Shown(path), score, caption, file?.Width, file?.Height,
            metadata?.Captured?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), metadata?.Camera,
            metadata?.Place?.Latitude, metadata?.Place?.Longitude, $"{pathBase}/api/pictures/{id}/thumbnail");
    }
}

/// <summary>The filters and options that an answer was made with, so that a client sees what was understood.</summary>
internal sealed record AppliedOptions(
    string? Query, string Library, int Top, string Rank, string? In, string? After, string? Before, string? Near,
    IReadOnlyList<string> Camera, double? MinScore);

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
