using System.Text.Json.Serialization;

namespace Clip.Classification;

/// <summary>A file of classes, as JSON.</summary>
internal sealed record StoredClasses
{
    public const string FormatName = "clip-classes";
    public const int CurrentVersion = 1;

    public string? Format { get; init; }

    public int Version { get; init; }

    public string? Model { get; init; }

    public string? Fingerprint { get; init; }

    public int Dimensions { get; init; }

    public string[]? Labels { get; init; }

    public int[]? Counts { get; init; }

    public double StrangerThreshold { get; init; }

    public double MeanScale { get; init; }

    public double? C { get; init; }

    public StoredValidation? Validation { get; init; }

    public double[][]? Means { get; init; }

    public double[][]? Weights { get; init; }

    public double[]? Intercepts { get; init; }
}

internal sealed record StoredValidation(int Right, int Examples, int Folds, StoredConfusion[]? Confusions);

internal sealed record StoredConfusion(string? Label, string? Predicted, int Count);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredClasses))]
internal sealed partial class ClassJson : JsonSerializerContext;
