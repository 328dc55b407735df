using System.Text;

namespace Clip.Models.Vocabularies;

/// <summary>BERT's WordPiece from <c>vocab.txt</c>, as transformers converts BertTokenizer.</summary>
internal static class BertVocabulary
{
    /// <summary>The equivalent <c>tokenizer.json</c>.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static ReadOnlyMemory<byte> Convert(VocabularyFiles files, TokenizerSettings settings)
    {
        var lines = Lines(VocabularyFiles.Read(files.Path));
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        for (var id = 0; id < lines.Length; id++)
            ids[lines[id]] = id;

        string[] keys = ["unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];
        string[] usual = ["[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"];
        var special = keys.Zip(usual, (key, token) => settings.Token(key) ?? token).ToArray();
        var lowercases = settings.Flag("do_lower_case") ?? true;
        var stripsAccents = settings.Flag("strip_accents") ?? lowercases;
        var separates = settings.Flag("tokenize_chinese_chars") ?? true;
        var normalizer = $$"""
            {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": {{Json(separates)}},
             "strip_accents": {{Json(stripsAccents)}}, "lowercase": {{Json(lowercases)}}}
            """;
        return TokenizerJson.Write(
            normalizer, """{"type": "BertPreTokenizer"}""", new SurroundingTokens(Known(3), Known(1)),
            """{"type": "WordPiece", "prefix": "##", "cleanup": true}""",
            settings.AddedWith(
                special.Distinct().Where(ids.ContainsKey).Select(static token => new AddedTokenEntry(token))),
            json =>
            {
                json.WriteStartObject();
                json.WriteString("type", "WordPiece");
                json.WriteString("unk_token", special[0]);
                json.WriteString("continuing_subword_prefix", "##");
                json.WriteNumber("max_input_chars_per_word", 100);
                json.WriteStartObject("vocab");
                foreach (var (token, id) in ids)
                    json.WriteNumber(token, id);
                json.WriteEndObject();
                json.WriteEndObject();
            });

        KnownToken Known(int which) => ids.TryGetValue(special[which], out var id)
            ? new KnownToken(special[which], id)
            : throw new ModelException(
                files.Path, $"lacks the special token '{special[which]}' ({keys[which]})",
                "download vocab.txt and tokenizer_config.json from the same model");
    }

    /// <summary>The lines as Python reads them: a last line may end with the file.</summary>
    private static string[] Lines(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF')
            .Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    private static string Json(bool flag) => flag ? "true" : "false";
}
