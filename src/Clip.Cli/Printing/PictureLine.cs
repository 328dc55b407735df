using System.Globalization;
using System.Text.Json.Serialization;

namespace Clip.Cli.Printing;

/// <summary>
/// The JSON line of a picture that was found. The names are part of the command line's contract; what is not known of a
/// picture is left out.
/// </summary>
internal sealed record PictureLine(
    int Rank, string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Score,
    string? Caption,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string[]? Copies,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Captured,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Camera,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Latitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Longitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Width,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Height)
{
    /// <summary>The query, where there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Query { get; init; }

    /// <summary>The library that the picture is in, where it was asked for by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Library { get; init; }

    /// <summary>
    /// The probability that a query for something that is not here finds a picture as near; where a cutoff is given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Chance { get; init; }

    /// <summary>
    /// Where it lies between the two texts of an axis, in standard deviations; where an axis is given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Position { get; init; }

    /// <summary>
    /// The score again, under a name that says what it is: standard deviations above the mean; where that is asked for.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Z { get; init; }

    /// <summary>Where the file is copied or linked to, where that is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? To { get; init; }

    /// <summary>What each term contributes to the score, where that is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TermLine[]? Explain { get; init; }

    /// <summary>The line of a picture.</summary>
    /// <param name="picture">The picture, with its file.</param>
    /// <param name="path">Its path as a user sees it.</param>
    /// <param name="copies">The paths of its copies.</param>
    public static PictureLine Of(FoundPicture picture, string path, string[] copies) => Of(
        picture.Rank, path, picture.Score, picture.Caption, ByOf(picture.By), copies, picture.File) with
    {
        Chance = picture.Chance,
        Position = picture.Position,
        Explain = picture.Explanation.Count > 0 ? [.. picture.Explanation.Select(TermLine.Of)] : null,
    };

    /// <inheritdoc cref="Of(FoundPicture, string, string[])"/>
    public static PictureLine Of(ListedPicture picture, string path, string[] copies) => Of(
        picture.Rank, path, score: null, picture.Caption, by: null, copies, picture.File);

    private static PictureLine Of(
        int rank, string path, float? score, string? caption, string? by, string[] copies, FileRecord? file)
    {
        var metadata = file?.Metadata;
        return new PictureLine(
            rank, path, score, caption, by, copies.Length > 0 ? copies : null, CaptureTime(metadata),
            metadata?.Camera, metadata?.Place?.Latitude, metadata?.Place?.Longitude, file?.Width, file?.Height);
    }

    private static string ByOf(FoundBy by) => by switch
    {
        FoundBy.Words => "words",
        FoundBy.Both => "both",
        _ => "embedding",
    };

    /// <summary>The local time, with its offset from UTC where that is known (ISO 8601).</summary>
    private static string? CaptureTime(PictureMetadata? metadata)
    {
        if (metadata?.Captured is not { } captured)
            return null;
        var time = captured.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return metadata.UtcOffset is { } offset
            ? $"{time}{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh':'mm", CultureInfo.InvariantCulture)}"
            : time;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PictureLine))]
internal sealed partial class PictureJson : JsonSerializerContext;
