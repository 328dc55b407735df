using System.Globalization;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.OpenAi;

/// <summary>
/// A request for embeddings, in the form of OpenAI, Jina or infinity. What else they send is ignored.
/// </summary>
/// <param name="Model">The model's name; null for the default.</param>
/// <param name="Inputs">The texts and pictures.</param>
/// <param name="Encoding">How to write embeddings.</param>
/// <param name="Dimensions">How many dimensions to keep; null for all.</param>
internal sealed record EmbeddingsRequest(
    string? Model, IReadOnlyList<EmbeddingInput> Inputs, EmbeddingEncoding Encoding, int? Dimensions)
{
    // What infinity's client sends where its user names no model.
    private const string Unspecified = "default/not-specified";

    /// <exception cref="RequestException">It is not such a request.</exception>
    public static EmbeddingsRequest Parse(JsonElement body, int mostInputs)
    {
        var model = body.Text("model");
        var dimensions = body.Integer("dimensions");
        if (dimensions < 0)
            throw RequestException.Invalid("dimensions", "'dimensions' must not be negative.");
        return new EmbeddingsRequest(
            model == Unspecified ? null : model, InputsOf(body, mostInputs), EmbeddingEncodings.Of(body),
            dimensions == 0 ? null : dimensions);
    }

    private static List<EmbeddingInput> InputsOf(JsonElement body, int mostInputs)
    {
        if (body.Member("input") is not { } input)
            throw RequestException.Invalid("input", "'input' is missing: give a text, or a list of them and pictures.");
        var arePictures = body.ArePictures("text");
        if (input.ValueKind != JsonValueKind.Array)
            return [Checked(EmbeddingInput.Read(input, "input", arePictures), "input")];
        if (input.GetArrayLength() == 0)
            throw RequestException.Invalid("input", "'input' is empty: give at least one text or picture.");
        if (input.GetArrayLength() > mostInputs)
            throw RequestException.TooLarge($"'input' has more than {mostInputs} items.");
        List<EmbeddingInput> inputs = [];
        foreach (var item in input.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
            {
                throw RequestException.Invalid(
                    "input", "'input' holds token ids, which belong to another tokenizer: send texts (LangChain: "
                    + "check_embedding_ctx_length=False).");
            }
            var name = string.Create(CultureInfo.InvariantCulture, $"input[{inputs.Count}]");
            inputs.Add(Checked(EmbeddingInput.Read(item, name, arePictures), name));
        }
        return inputs;
    }

    private static EmbeddingInput Checked(EmbeddingInput input, string name) => input is { Text: "" }
        ? throw RequestException.Invalid("input", $"'{name}' is an empty text.")
        : input;
}
