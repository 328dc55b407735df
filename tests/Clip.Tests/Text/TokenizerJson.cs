using System.Text;
using System.Text.Json.Nodes;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>Small tokenizer files to try things on.</summary>
internal static class TokenizerJson
{
    /// <summary>A BPE with byte fallback: any text has ids, one for each byte.</summary>
    public static JsonObject Bytes() => Whole(new JsonObject
    {
        ["type"] = "BPE",
        ["unk_token"] = null,
        ["byte_fallback"] = true,
        ["vocab"] = new JsonObject(Enumerable.Range(0, 256).Select(b => KeyValuePair.Create($"<0x{b:X2}>", (JsonNode?)b))),
        ["merges"] = new JsonArray(),
    });

    /// <summary>A WordPiece model that knows a few words.</summary>
    public static JsonObject Words(params string[] tokens) => Whole(new JsonObject
    {
        ["type"] = "WordPiece",
        ["unk_token"] = "[UNK]",
        ["continuing_subword_prefix"] = "##",
        ["max_input_chars_per_word"] = 100,
        ["vocab"] = new JsonObject(tokens.Prepend("[UNK]").Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
    });

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

    /// <summary>The file with one part put in the place of another.</summary>
    public static JsonObject With(this JsonObject file, string part, string json)
    {
        file[part] = JsonNode.Parse(json);
        return file;
    }

    public static Tokenizer Parse(this JsonObject file) => Tokenizer.Parse(Encoding.UTF8.GetBytes(file.ToJsonString()), "tokenizer.json");
}
