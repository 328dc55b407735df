using System.Text;

namespace Clip.Benchmarks.Tokenizing;

/// <summary>
/// Writes a <c>tokenizer.json</c> as large as those of current multilingual models: 256,000 tokens, and merges up to a
/// size of 34 MB, in the layout of Hugging Face's library.
/// </summary>
internal static class GeneratedTokenizer
{
    private const int Tokens = 256_000;
    private const int Bytes = 34_000_000;

    // Letters of one and of two bytes, as in a vocabulary of several scripts.
    private const string Letters = "abcdeghilmnoprstαεικλνορ";

    public static void Write(string path)
    {
        var vocabulary = Words().Take(Tokens).ToList();
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var file = new StreamWriter(path, append: false, encoding, 1 << 16);
        file.Write("""
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [],
              "normalizer": null,
              "pre_tokenizer": {
                "type": "Split", "pattern": { "String": " " }, "behavior": "Removed", "invert": false
              },
              "post_processor": null,
              "decoder": null,
              "model": {
                "type": "BPE",
                "dropout": null,
                "unk_token": null,
                "continuing_subword_prefix": null,
                "end_of_word_suffix": null,
                "fuse_unk": false,
                "byte_fallback": false,
                "ignore_merges": false,
                "vocab": {

            """);
        for (var id = 0; id < Tokens; id++)
            file.Write($"      \"{vocabulary[id]}\": {id}{(id < Tokens - 1 ? "," : "")}\n");
        file.Write("    },\n    \"merges\": [\n");
        var separator = "";
        foreach (var (left, right) in Merges(vocabulary))
        {
            file.Write($"{separator}      [\n        \"{left}\",\n        \"{right}\"\n      ]");
            separator = ",\n";
            if (file.BaseStream.Position >= Bytes)
                break;
        }

        file.Write("\n    ]\n  }\n}\n");
    }

    /// <summary>
    /// All words over the letters, shorter ones first, so that every split of a word is into earlier words.
    /// </summary>
    private static IEnumerable<string> Words()
    {
        List<string> last = [""];
        while (true)
        {
            last = [.. last.SelectMany(_ => Letters, (word, letter) => word + letter)];
            foreach (var word in last)
                yield return word;
        }
    }

    private static IEnumerable<(string Left, string Right)> Merges(IEnumerable<string> vocabulary) =>
        from word in vocabulary
        from length in Enumerable.Range(1, word.Length - 1)
        select (word[..length], word[length..]);
}
