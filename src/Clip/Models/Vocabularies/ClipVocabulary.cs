using System.Text;
using System.Text.Json;

namespace Clip.Models.Vocabularies;

/// <summary>
/// CLIP's byte-level BPE from <c>vocab.json</c> and <c>merges.txt</c>, as transformers converts CLIPTokenizer.
/// </summary>
internal static class ClipVocabulary
{
    /// <summary>The merges that CLIPTokenizer reads: OpenAI's file has more than the vocabulary.</summary>
    private const int MaxMerges = 49152 - 256 - 2;

    private const string Normalizer = """
        {"type": "Sequence", "normalizers": [
            {"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
            {"type": "Lowercase"}]}
        """;

    private const string PreTokenizer = """
        {"type": "Sequence", "pretokenizers": [
            {"type": "Split",
             "pattern": {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"},
             "behavior": "Removed", "invert": true},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]}
        """;

    /// <summary>The equivalent <c>tokenizer.json</c>.</summary>
    /// <exception cref="ModelException">The files cannot be used.</exception>
    public static ReadOnlyMemory<byte> Convert(VocabularyFiles files, TokenizerSettings settings)
    {
        if (settings.Class is { } name && name is not ("CLIPTokenizer" or "PreTrainedTokenizer"))
        {
            throw new ModelException(
                files.Path,
                $"belongs to a {name} (tokenizer_config.json), whose rules are known only from a tokenizer.json",
                "download tokenizer.json from the model's page into the same folder");
        }

        var vocabulary = ParseVocabulary(files.Path);
        var (first, last) = (Known("bos_token", "<|startoftext|>"), Known("eos_token", "<|endoftext|>"));
        var unknown = Known("unk_token", "<|endoftext|>");
        string[] special = [first.Text, last.Text, unknown.Text];
        return TokenizerJson.Write(
            Normalizer, PreTokenizer, new SurroundingTokens(first, last),
            """{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}""",
            settings.AddedWith(special.Distinct().Select(static token => new AddedTokenEntry(token))),
            json =>
            {
                json.WriteStartObject();
                json.WriteString("type", "BPE");
                json.WriteString("unk_token", unknown.Text);
                json.WriteString("continuing_subword_prefix", "");
                json.WriteString("end_of_word_suffix", "</w>");
                json.WritePropertyName("vocab");
                vocabulary.WriteTo(json);
                WriteMerges(json, files.Merges!);
                json.WriteEndObject();
            });

        KnownToken Known(string key, string usual)
        {
            var token = settings.Token(key) ?? usual;
            return vocabulary.TryGetProperty(token, out var id) && id.TryGetInt32(out var value) && value >= 0
                ? new KnownToken(token, value)
                : throw new ModelException(
                    files.Path, $"lacks the special token '{token}' ({key})",
                    "download vocab.json and tokenizer_config.json from the same model");
        }
    }

    private static JsonElement ParseVocabulary(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(LenientJson.ToUtf8(VocabularyFiles.Read(path)));
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().All(static token => token.Value.ValueKind == JsonValueKind.Number))
            {
                return root.Clone();
            }
        }
        catch (JsonException error)
        {
            throw new ModelException(path, "is not valid JSON", "download the file again", error);
        }
        throw new ModelException(path, "is not a table of tokens and ids", "download the file again");
    }

    private static void WriteMerges(Utf8JsonWriter json, string path)
    {
        json.WriteStartArray("merges");
        var lines = Encoding.UTF8.GetString(VocabularyFiles.Read(path)).TrimStart('\uFEFF').Trim().Split('\n');
        var skipped = lines[0].Contains("#version", StringComparison.Ordinal) ? 1 : 0;
        foreach (var line in lines.Skip(skipped).Take(MaxMerges))
        {
            var pair = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (pair.Length == 0)
                continue;
            if (pair.Length != 2)
                throw new ModelException(path, $"has a line that is not two tokens: {line}", "download the file again");
            json.WriteStartArray();
            json.WriteStringValue(pair[0]);
            json.WriteStringValue(pair[1]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
