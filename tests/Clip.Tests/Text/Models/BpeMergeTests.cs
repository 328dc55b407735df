using System.Text.Json.Nodes;
using CsCheck;

namespace Clip.Tests.Text.Models;

/// <summary>
/// Merging in n log n steps gives what the definition gives: again and again the leftmost pair of lowest rank.
/// </summary>
public class BpeMergeTests
{
    private const string Letters = "abcd";

    private static readonly Gen<(string[] Merges, string Word)> Cases = Gen.Select(
        Gen.Select(Gen.Int[0, 999], Gen.Int[0, 999]).Array[0, 30].Select(ToMerges),
        Gen.Char[Letters].Array[1, 200].Select(letters => new string(letters)));

    [Fact]
    public void Any_word_is_merged_according_to_the_definition() => Cases.Sample((merges, word) =>
    {
        var vocabulary = Letters.Select(c => c.ToString())
            .Concat(merges.Select(m => m.Replace(" ", "")))
            .Distinct().ToList();
        var file = TokenizerJson.Whole(new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = TokenizerJson.Vocabulary(vocabulary),
            ["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)m)]),
        });

        var expected = MergeByDefinition(merges, word).Select(token => vocabulary.IndexOf(token));
        return file.Parse().Encode(word).SequenceEqual(expected);
    });

    private static List<string> MergeByDefinition(string[] merges, string word)
    {
        var symbols = word.Select(c => c.ToString()).ToList();
        while (true)
        {
            var (best, bestRank) = (-1, int.MaxValue);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var rank = Array.LastIndexOf(merges, $"{symbols[i]} {symbols[i + 1]}");
                if (rank >= 0 && rank < bestRank)
                    (best, bestRank) = (i, rank);
            }

            if (best < 0)
                return symbols;
            symbols[best] += symbols[best + 1];
            symbols.RemoveAt(best + 1);
        }
    }

    /// <summary>Merges of random pairs of the tokens so far, as training would create them.</summary>
    private static string[] ToMerges((int, int)[] choices)
    {
        var tokens = Letters.Select(c => c.ToString()).ToList();
        var merges = new List<string>();
        foreach (var (left, right) in choices)
        {
            var (first, second) = (tokens[left % tokens.Count], tokens[right % tokens.Count]);
            merges.Add($"{first} {second}");
            tokens.Add(first + second);
        }

        return [.. merges];
    }
}
