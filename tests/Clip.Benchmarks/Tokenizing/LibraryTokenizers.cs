using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Clip.Benchmarks.Tokenizing;

/// <summary>
/// The tokenizers of Microsoft.ML.Tokenizers for the same vocabularies. Their tokens are the same for English captions
/// but not for the rest of Unicode, which is why Clip has its own.
/// </summary>
internal static class LibraryTokenizers
{
    /// <summary>The tokenizer for a file, or null if the library has none of its type.</summary>
    public static Tokenizer? For(string tokenizerJson)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(tokenizerJson));
        var model = json.RootElement.GetProperty("model");
        return !model.TryGetProperty("type", out var type) ? null : type.GetString() switch
        {
            "WordPiece" => WordPiece(model),
            "BPE" when model.GetProperty("end_of_word_suffix").GetString() is { Length: > 0 } suffix =>
                ClipBpe(model, suffix),
            _ => null,
        };
    }

    private static BertTokenizer WordPiece(JsonElement model)
    {
        var words = model.GetProperty("vocab").EnumerateObject()
            .OrderBy(word => word.Value.GetInt32())
            .Select(word => word.Name);
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', words)));
        return BertTokenizer.Create(file);
    }

    private static BpeTokenizer ClipBpe(JsonElement model, string suffix)
    {
        var vocabulary = model.GetProperty("vocab").EnumerateObject()
            .Select(word => KeyValuePair.Create(word.Name, word.Value.GetInt32()));
        var pattern = new Regex(@"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", RegexOptions.Compiled);
        return BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = model.GetProperty("merges").EnumerateArray().Select(Merge).ToList(),
            EndOfWordSuffix = suffix,
            Normalizer = new LowerCaseNormalizer(),
            PreTokenizer = new RegexPreTokenizer(pattern, specialTokens: null),
        });
    }

    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";
}
