using System.Text;
using System.Text.Json.Nodes;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>Creates small tokenizer files.</summary>
internal static class TokenizerJson
{
    /// <summary>A BPE with byte fallback: any text has one id per byte.</summary>
    public static JsonObject Bytes() => Whole(new JsonObject
    {
        ["type"] = "BPE",
        ["unk_token"] = null,
        ["byte_fallback"] = true,
        ["vocab"] = Vocabulary(Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")),
        ["merges"] = new JsonArray(),
    });

    /// <summary>A WordPiece model that knows a few words.</summary>
    public static JsonObject Words(params string[] tokens) => Whole(new JsonObject
    {
        ["type"] = "WordPiece",
        ["unk_token"] = "[UNK]",
        ["continuing_subword_prefix"] = "##",
        ["max_input_chars_per_word"] = 100,
        ["vocab"] = Vocabulary(tokens.Prepend("[UNK]")),
    });

    /// <summary>Tokens whose ids are their indexes.</summary>
    public static JsonObject Vocabulary(IEnumerable<string> tokens) =>
        new(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));

    public static JsonObject Whole(JsonNode model) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray(),
        ["normalizer"] = null,
        ["pre_tokenizer"] = null,
        ["post_processor"] = null,
        ["decoder"] = null,
        ["model"] = model,
    };

    public static JsonObject AddedToken(string content, bool normalized = false) => new()
    {
        ["id"] = 256,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = normalized,
        ["special"] = true,
    };

    /// <summary>The file with one part replaced.</summary>
    public static JsonObject With(this JsonObject file, string part, string json)
    {
        file[part] = JsonNode.Parse(json);
        return file;
    }

    public static HuggingFaceTokenizer Parse(this JsonObject file) => Parse(file.ToJsonString(), "tokenizer.json");

    public static HuggingFaceTokenizer Parse(string json, string name) =>
        HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(json), name);
}
