using System.Text.Json.Serialization;

namespace Clip.Server.Problems;

/// <summary>Problem details, in the order of RFC 9457.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiError? Error { get; init; }
}

/// <summary>The error object of OpenAI's API.</summary>
internal sealed record OpenAiError(string Message, string Type, string? Param, string? Code);

/// <summary>An error that is only a text.</summary>
internal sealed record TextError(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(TextError))]
internal sealed partial class ProblemJson : JsonSerializerContext;
