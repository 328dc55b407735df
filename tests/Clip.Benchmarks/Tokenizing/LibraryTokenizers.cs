using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Clip.Benchmarks.Tokenizing;

/// <summary>
/// The tokenizers of Microsoft.ML.Tokenizers for the same vocabularies, set up as close to the reference as their
/// options allow. Their tokens are the same for English captions but not for the rest of Unicode, which is why Clip has
/// its own.
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
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', words)));
        // Uncased BERT removes accents, which the library does only when told to.
        return BertTokenizer.Create(file, new BertOptions { RemoveNonSpacingMarks = true });
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
            // Without bytes, what is not ASCII is looked up as it is, and dropped where there is no unknown token.
            ByteLevel = true,
            UnknownToken = model.GetProperty("unk_token").GetString(),
            Normalizer = new ClipNormalizer(),
            PreTokenizer = new RegexPreTokenizer(pattern, specialTokens: null),
        });
    }

    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";

    /// <summary>CLIP's normalization with the means of .NET: NFC and lower case; white space separates words.</summary>
    private sealed class ClipNormalizer : Normalizer
    {
        public override string Normalize(string original) =>
            original.Normalize(NormalizationForm.FormC).ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }
}
