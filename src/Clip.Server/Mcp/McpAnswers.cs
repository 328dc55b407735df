using System.Text.Json.Serialization;
using Clip.Server.Status;

namespace Clip.Server.Mcp;

/// <summary>A found picture.</summary>
/// <param name="Number">Its rank, which is also its number on the contact sheet.</param>
/// <param name="Id">Names it to the other tools.</param>
/// <param name="Path">The path in its library.</param>
/// <param name="Score">The cosine with the query.</param>
/// <param name="Caption">Its first caption, shortened where it is long; null for none.</param>
/// <param name="Width">In pixels, upright.</param>
/// <param name="Height">In pixels, upright.</param>
/// <param name="Captured">When it was taken, by the clock there; null where the file does not say.</param>
/// <param name="Camera">The camera; null where the file does not say.</param>
internal sealed record McpRow(
    int Number, string Id, string Path, float Score, string? Caption, int? Width, int? Height, string? Captured,
    string? Camera);

/// <summary>The arguments that an answer was made with, so that a model sees what was understood.</summary>
internal sealed record McpApplied(string Library, int Limit)
{
    public string? Query { get; init; }

    public string? Picture { get; init; }

    public string? Folder { get; init; }

    public string? DateFrom { get; init; }

    public string? DateTo { get; init; }

    public string? Camera { get; init; }

    public string? Near { get; init; }

    public double? Cutoff { get; init; }
}

/// <summary>Found pictures.</summary>
/// <param name="Results">Best first.</param>
/// <param name="Applied">What was asked for.</param>
/// <param name="NothingFits">Whether nothing in the library looks like what was asked for.</param>
/// <param name="Message">What the model should know about the answer; null for nothing.</param>
internal sealed record McpFound(
    IReadOnlyList<McpRow> Results, McpApplied Applied, bool NothingFits, string? Message);

/// <summary>A caption near a picture.</summary>
internal sealed record McpCaption(int Rank, string Caption, float Score, string? Path);

/// <summary>Captions near a picture.</summary>
internal sealed record McpCaptions(string Path, IReadOnlyList<McpCaption> Results);

/// <summary>What a picture shows.</summary>
internal sealed record McpClass(
    string Path, string Label, double Probability, IReadOnlyDictionary<string, double> Probabilities);

/// <summary>
/// A picture that was to be shown, by its place in the request, which is its number on the contact sheet; the error
/// says why it is not shown.
/// </summary>
internal sealed record McpShown(
    int Number, string? Id, string Path, int? Width, int? Height, string? Captured, string? Camera,
    IReadOnlyList<string> Captions, string? Error);

/// <summary>Pictures that were to be shown.</summary>
internal sealed record McpView(IReadOnlyList<McpShown> Pictures);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(McpFound))]
[JsonSerializable(typeof(McpCaptions))]
[JsonSerializable(typeof(McpClass))]
[JsonSerializable(typeof(McpView))]
[JsonSerializable(typeof(ServerStatus))]
internal sealed partial class McpJson : JsonSerializerContext;
