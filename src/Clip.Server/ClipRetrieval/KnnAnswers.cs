using System.Text.Json.Serialization;

namespace Clip.Server.ClipRetrieval;

/// <summary>A neighbor as clip-retrieval's backend returns it.</summary>
internal sealed record KnnResult(
    long Id, float Similarity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Caption);

/// <summary>What is known about an id.</summary>
internal sealed record MetadataEntry(long Id, MetadataFacts Metadata);

/// <summary>The facts about a picture or a caption.</summary>
internal sealed record MetadataFacts(string? ImagePath, string? Url, string? Caption, int? Width, int? Height);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<KnnResult>))]
[JsonSerializable(typeof(IReadOnlyList<MetadataEntry>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class KnnJson : JsonSerializerContext;
