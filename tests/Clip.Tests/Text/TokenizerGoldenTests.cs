using System.Text;
using System.Text.Json;
using Clip.Tests.Models;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>The token ids are those of Hugging Face's tokenizers, case by case.</summary>
public class TokenizerGoldenTests
{
    private const int CasesOfAFamily = 3000;

    public static TheoryData<string, int> Families => new()
    {
        { "clip-bpe", 77 },
        { "bert-wordpiece", 128 },
        { "siglip-unigram", 64 },
        { "xlmr-unigram", 128 },
        { "gemma-bpe-bytefallback", 64 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_case_has_the_reference_ids(string family, int maxLength)
    {
        var tokenizer = Load(family);
        var lines = Encoding.UTF8.GetString(GoldenModels.Decompress("tokenizers", family, "cases.jsonl.gz")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<string> different = [];

        foreach (var line in lines)
        {
            using var golden = JsonDocument.Parse(line);
            var text = golden.RootElement.GetProperty("text").GetString()!;
            var expected = golden.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
            if (!expected.SequenceEqual(tokenizer.Encode(text, maxLength)))
                different.Add(text);
        }

        Assert.Equal(CasesOfAFamily, lines.Length);
        Assert.Empty(different);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void An_empty_text_gives_the_special_tokens_only(string family, int maxLength)
    {
        var ids = Load(family).Encode("", maxLength);

        Assert.InRange(ids.Length, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Truncation_keeps_the_special_tokens(string family, int maxLength)
    {
        var tokenizer = Load(family);
        var whole = tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 1000)));

        var cut = tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 1000)), maxLength);

        Assert.Equal(maxLength, cut.Length);
        Assert.Equal(whole[0], cut[0]);
        Assert.Equal(whole[^1], cut[^1]);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_its_place()
    {
        var error = Assert.ThrowsAny<ClipException>(() => Load("clip-bpe").Encode("a \ud83d dog"));

        Assert.Contains("2", error.Message);
    }

    private static Tokenizer Load(string family) =>
        Tokenizer.Parse(GoldenModels.Decompress("tokenizers", family, "tokenizer.json.gz"), family);
}
