using Clip.Models.Vocabularies;

namespace Clip.Fuzz.Targets;

/// <summary>
/// The vocabulary of a folder without tokenizer.json: the first part of the input is its settings, the second says by
/// its first byte which file the rest is, and texts are encoded with it.
/// </summary>
internal static class VocabularyTarget
{
    private static readonly string[] Names = ["spiece.model", "tokenizer.model", "vocab.txt", "vocab.json"];

    public static FuzzTarget Target { get; } = new("vocabulary", Read)
    {
        Words =
        [
            "\"tokenizer_class\":", "\"T5Tokenizer\"", "\"XLMRobertaTokenizer\"", "\"GemmaTokenizer\"",
            "\"added_tokens_decoder\":", "\"content\":", "\"add_bos_token\":true", "\"do_lower_case\":false", "<0x0A>",
            "<unk>", "</s>", "\\ud800",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 2);
        if (parts[1].Length == 0)
            return;
        var name = Names[parts[1][0] % Names.Length];
        Directory.CreateDirectory(Scratch.At("vocabulary"));
        var path = Scratch.Write(Path.Combine("vocabulary", name), parts[1].AsSpan(1));
        Scratch.Write(
            Path.Combine("vocabulary", "tokenizer_config.json"), parts[0].Length == 0 ? [.. "{}"u8] : parts[0]);
        var merges = Scratch.Write(Path.Combine("vocabulary", "merges.txt"), "#version: 0.2\na b\n"u8);
        var files = name == "vocab.json"
            ? new VocabularyFiles(VocabularyKind.Merges, path, merges)
            : new VocabularyFiles(
                name == "vocab.txt" ? VocabularyKind.Words : VocabularyKind.SentencePiece, path);
        var tokenizer = VocabularyTokenizer.Load(files, isSiglip: false);
        tokenizer.Encode("a photo of a dog");
        tokenizer.Encode("日本語 👩‍👩‍👧");
    }
}
