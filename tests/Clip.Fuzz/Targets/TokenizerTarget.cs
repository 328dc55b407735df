using Clip.Text;

namespace Clip.Fuzz.Targets;

/// <summary>A tokenizer.json, and texts encoded with it: the second part of the input, and fixed texts.</summary>
internal static class TokenizerTarget
{
    private static readonly string[] Texts =
    [
        "",
        "a photo of a dog",
        "  Größe\tÅngström ﬁ ①\n\u0301e\u0301 <s> don't 12345 </s>",
        "日本語のテキスト 한국어 हिन्दी 👩‍👩‍👧 \0 \ufeff",
    ];

    public static FuzzTarget Target { get; } = new("tokenizer", Read)
    {
        Words =
        [
            "null", "true", "false", "{}", "[]", "\"\"", "\\ud800", "\\u0000", "\"\\ud83d\\ude00\"", "\"type\":",
            "\"version\":\"1.0\"", "\"truncation\":", "\"padding\":", "\"added_tokens\":", "\"normalizer\":",
            "\"pre_tokenizer\":", "\"post_processor\":", "\"model\":", "\"vocab\":", "\"merges\":", "\"unk_token\":",
            "\"unk_id\":", "\"Sequence\"", "\"normalizers\":", "\"pretokenizers\":", "\"BertNormalizer\"", "\"NFC\"",
            "\"NFKD\"", "\"Lowercase\"", "\"StripAccents\"", "\"Nmt\"", "\"Strip\"", "\"Prepend\"", "\"Replace\"",
            "\"Precompiled\"", "\"precompiled_charsmap\":", "\"Regex\":", "\"String\":", "\"Split\"", "\"Removed\"",
            "\"Isolated\"", "\"MergedWithPrevious\"", "\"Metaspace\"", "\"ByteLevel\"", "\"WhitespaceSplit\"",
            "\"Punctuation\"", "\"Digits\"", "\"UnicodeScripts\"", "\"FixedLength\"", "\"length\":", "\"BPE\"",
            "\"WordPiece\"", "\"Unigram\"", "\"WordLevel\"", "\"byte_fallback\":true", "\"ignore_merges\":true",
            "\"fuse_unk\":true", "\"max_length\":", "\"stride\":", "\"OnlySecond\"", "\"Left\"", "\"Fixed\":",
            "\"pad_id\":", "\"TemplateProcessing\"", "\"single\":", "\"special_tokens\":", "\"ids\":",
            "\"SpecialToken\":", "\"RobertaProcessing\"", "\"lstrip\":true", "\"single_word\":true",
            "\"normalized\":true", "\"content\":",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 2);
        var tokenizer = HuggingFaceTokenizer.Parse(parts[0], "tokenizer.json");
        if (parts[1].Length > 0)
            Encode(tokenizer, InputParts.Text(parts[1]));
        foreach (var text in Texts)
            Encode(tokenizer, text);
        Encode(tokenizer.WithLowercase(), Texts[2]);
        tokenizer.TokenToId("<s>");
    }

    private static void Locate(ClipTokenizer tokenizer, string text)
    {
        var ids = tokenizer.EncodeToTokens(text, out _).Select(token =>
        {
            _ = text[token.Offset];
            return token.Id;
        });
        try
        {
            tokenizer.Decode(ids);
        }
        catch (InvalidOperationException)
        {
            // A special token that is not in the vocabulary.
        }
    }

    private static void Encode(HuggingFaceTokenizer tokenizer, string text)
    {
        try
        {
            foreach (var id in tokenizer.Encode(text))
                tokenizer.IdToToken(id);
            tokenizer.Encode(text, maxLength: 1000);
            Locate(new ClipTokenizer(tokenizer), text);
        }
        catch (TokenizerException)
        {
            // This text has no tokens; others may have some.
        }
        catch (ArgumentOutOfRangeException error) when (error.ParamName == "maxLength")
        {
            // The file has a thousand special tokens.
        }
    }
}
