using System.Text.Json;

namespace Clip.Models.Vocabularies;

/// <summary>A token and its id.</summary>
internal readonly record struct KnownToken(string Text, int Id);

/// <summary>The special tokens that a tokenizer puts around a text.</summary>
/// <param name="First">Before the text; null for none.</param>
/// <param name="Last">After the text; null for none.</param>
internal sealed record SurroundingTokens(KnownToken? First, KnownToken? Last)
{
    /// <summary>Writes them as the post-processor of a <c>tokenizer.json</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "TemplateProcessing");
        json.WriteStartArray("single");
        WriteUse(json, First);
        json.WriteStartObject();
        json.WriteStartObject("Sequence");
        json.WriteString("id", "A");
        json.WriteNumber("type_id", 0);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteUse(json, Last);
        json.WriteEndArray();
        json.WriteStartArray("pair");
        json.WriteEndArray();
        json.WriteStartObject("special_tokens");
        foreach (var token in new[] { First, Last }.OfType<KnownToken>().Distinct())
        {
            json.WriteStartObject(token.Text);
            json.WriteString("id", token.Text);
            json.WriteStartArray("ids");
            json.WriteNumberValue(token.Id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(token.Text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter json, KnownToken? token)
    {
        if (token is not { } known)
            return;
        json.WriteStartObject();
        json.WriteStartObject("SpecialToken");
        json.WriteString("id", known.Text);
        json.WriteNumber("type_id", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
