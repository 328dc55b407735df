using System.Collections.Concurrent;
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

    private static readonly ConcurrentDictionary<string, Lazy<List<(string Text, int[] Ids)>>> Read = new();

    public static HuggingFaceTokenizer Load(string family) =>
        HuggingFaceTokenizer.Parse(GoldenModels.Decompress("tokenizers", family, "tokenizer.json.gz"), family);

    /// <summary>The texts of a family with the reference's ids, read once.</summary>
    public static IReadOnlyList<(string Text, int[] Ids)> Cases(string family) =>
        Read.GetOrAdd(family, static family => new(() => ReadCases(family))).Value;

    private static List<(string Text, int[] Ids)> ReadCases(string family)
    {
        List<(string Text, int[] Ids)> result = [];
        var cases = Encoding.UTF8.GetString(GoldenModels.Decompress("tokenizers", family, "cases.jsonl.gz"));
        foreach (var line in cases.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var golden = JsonDocument.Parse(line);
            var ids = golden.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
            result.Add((golden.RootElement.GetProperty("text").GetString()!, ids.ToArray()));
        }

        return result;
    }
}
