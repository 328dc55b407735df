namespace Clip.Tests.Text;

/// <summary>Token ids are identical to those of Hugging Face's tokenizers in every case.</summary>
public class TokenizerGoldenTests
{
    private const int CasesPerFamily = 3000;

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
        var tokenizer = GoldenTokenizers.Load(family);
        var cases = GoldenTokenizers.Cases(family).ToList();

        var different = cases.Where(golden => !golden.Ids.SequenceEqual(tokenizer.Encode(golden.Text, maxLength)));

        Assert.Equal(CasesPerFamily, cases.Count);
        Assert.Empty(different);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void An_empty_text_has_only_special_tokens(string family, int maxLength)
    {
        var ids = GoldenTokenizers.Load(family).Encode("", maxLength);

        Assert.InRange(ids.Length, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Truncation_keeps_the_special_tokens(string family, int maxLength)
    {
        var tokenizer = GoldenTokenizers.Load(family);
        var whole = tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 1000)));

        var cut = tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 1000)), maxLength);

        Assert.Equal(maxLength, cut.Length);
        Assert.Equal(whole[0], cut[0]);
        Assert.Equal(whole[^1], cut[^1]);
    }

    [Fact]
    public void An_unpaired_surrogate_is_rejected_with_its_position()
    {
        var error = Assert.ThrowsAny<ClipException>(() => GoldenTokenizers.Load("clip-bpe").Encode("a \ud83d dog"));

        Assert.Contains("2", error.Message);
    }
}
