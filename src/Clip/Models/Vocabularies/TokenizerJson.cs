using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Clip.Models.Vocabularies;

/// <summary>
/// Writes the <c>tokenizer.json</c> to which transformers would convert a vocabulary, so that there is one parser and
/// one set of rules for both.
/// </summary>
internal static class TokenizerJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a file.</summary>
    /// <param name="normalizer">The normalizer as JSON.</param>
    /// <param name="preTokenizer">The pre-tokenizer as JSON.</param>
    /// <param name="postProcessor">The post-processor.</param>
    /// <param name="decoder">The decoder as JSON.</param>
    /// <param name="added">The added tokens.</param>
    /// <param name="model">Writes the model.</param>
    public static ReadOnlyMemory<byte> Write(
        string normalizer, string preTokenizer, SurroundingTokens postProcessor, string decoder,
        IReadOnlyList<AddedTokenEntry> added, Action<Utf8JsonWriter> model)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WritePropertyName("added_tokens");
        WriteAdded(json, added);
        json.WritePropertyName("normalizer");
        json.WriteRawValue(normalizer);
        json.WritePropertyName("pre_tokenizer");
        json.WriteRawValue(preTokenizer);
        json.WritePropertyName("post_processor");
        postProcessor.Write(json);
        json.WritePropertyName("decoder");
        json.WriteRawValue(decoder);
        json.WritePropertyName("model");
        model(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteAdded(Utf8JsonWriter json, IReadOnlyList<AddedTokenEntry> added)
    {
        json.WriteStartArray();
        for (var i = 0; i < added.Count; i++)
        {
            json.WriteStartObject();
            // The parser numbers added tokens itself, as the reference does.
            json.WriteNumber("id", i);
            json.WriteString("content", added[i].Content);
            json.WriteBoolean("single_word", added[i].SingleWord);
            json.WriteBoolean("lstrip", added[i].LeftStrip);
            json.WriteBoolean("rstrip", added[i].RightStrip);
            json.WriteBoolean("normalized", added[i].Normalized);
            json.WriteBoolean("special", added[i].Special);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
