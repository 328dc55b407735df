using System.Text;
using System.Text.Json;
using Clip.Tests.Models;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>The real tokenizers, one of each family.</summary>
internal static class GoldenTokenizers
{
    public static readonly string[] Families =
        ["clip-bpe", "bert-wordpiece", "siglip-unigram", "xlmr-unigram", "gemma-bpe-bytefallback"];

    public static HuggingFaceTokenizer Load(string family) =>
        HuggingFaceTokenizer.Parse(GoldenModels.Decompress("tokenizers", family, "tokenizer.json.gz"), family);

    /// <summary>The texts of a family with the reference's ids.</summary>
    public static IEnumerable<(string Text, int[] Ids)> Cases(string family)
    {
        var cases = Encoding.UTF8.GetString(GoldenModels.Decompress("tokenizers", family, "cases.jsonl.gz"));
        foreach (var line in cases.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var golden = JsonDocument.Parse(line);
            var ids = golden.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
            yield return (golden.RootElement.GetProperty("text").GetString()!, ids.ToArray());
        }
    }
}
