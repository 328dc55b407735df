using System.Text;
using Clip.Text;
using Clip.Text.PostProcessing;

namespace Clip.Tests.Text;

public class TokenizerTests
{
    [Fact]
    public void Tokens_and_ids_are_looked_up_both_ways_including_added_tokens()
    {
        var tokenizer = HuggingFaceTokenizer.Load(
            Path.Combine(Repository.Root, "models", "clip-mini", "tokenizer.json"));

        Assert.Equal(30522, tokenizer.VocabularySize);
        Assert.Equal(101, tokenizer.TokenToId("[CLS]"));
        Assert.Equal("[CLS]", tokenizer.IdToToken(101));
        Assert.Equal("dog", tokenizer.IdToToken(tokenizer.TokenToId("dog")!.Value));
        Assert.Null(tokenizer.TokenToId("no such token"));
        Assert.Null(tokenizer.IdToToken(30522));
        Assert.Null(tokenizer.IdToToken(-1));
    }

    [Fact]
    public void An_added_token_beyond_the_model_gets_the_next_id()
    {
        var file = TokenizerJson.Words("a", "b");
        file["added_tokens"]!.AsArray().Add(TokenizerJson.AddedToken("<x>"));

        var tokenizer = file.Parse();

        Assert.Equal(4, tokenizer.VocabularySize);
        Assert.Equal(3, tokenizer.TokenToId("<x>"));
        Assert.Equal("<x>", tokenizer.IdToToken(3));
        Assert.Equal([1, 3, 2], tokenizer.Encode("a<x>b"));
    }

    [Fact]
    public void The_truncation_of_the_file_applies_when_no_length_is_given()
    {
        var tokenizer = TokenizerJson.Bytes()
            .With("truncation", """{"direction":"Left","max_length":3,"strategy":"LongestFirst","stride":0}""")
            .Parse();

        var rule = new TruncationRule(3, TruncationDirection.Left, TruncationStrategy.LongestFirst, 0);
        Assert.Equal(rule, tokenizer.Truncation);
        Assert.Equal("cde"u8.ToArray().Select(b => (int)b), tokenizer.Encode("abcde"));
        Assert.Equal("bcde"u8.ToArray().Select(b => (int)b), tokenizer.Encode("abcde", 4));
    }

    [Fact]
    public void The_padding_rule_of_the_file_is_exposed_and_not_applied()
    {
        var tokenizer = TokenizerJson.Bytes()
            .With("padding", """
                {
                  "strategy": { "Fixed": 64 }, "direction": "Left", "pad_to_multiple_of": 8,
                  "pad_id": 1, "pad_type_id": 2, "pad_token": "<pad>"
                }
                """)
            .Parse();

        Assert.Equal(new PaddingRule(64, PaddingDirection.Left, 8, 1, 2, "<pad>"), tokenizer.Padding);
        Assert.Single(tokenizer.Encode("a"));
        Assert.Null(TokenizerJson.Bytes().Parse().Padding);
    }

    [Fact]
    public void A_row_too_short_for_the_special_tokens_is_rejected()
    {
        var tokenizer = HuggingFaceTokenizer.Load(
            Path.Combine(Repository.Root, "models", "clip-mini", "tokenizer.json"));

        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a dog", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a dog", new int[1]));
    }

    [Fact]
    public void Threads_share_a_tokenizer_and_get_the_same_ids()
    {
        var texts = Enumerable.Range(0, 400)
            .Select(i => $"photo {i * 7919} of {i % 13} dögs, {(char)('a' + i % 26)}bc").ToArray();
        var tokenizer = GoldenTokenizers.Load("clip-bpe");
        var expected = texts.Select(text => tokenizer.Encode(text)).ToArray();
        var fresh = GoldenTokenizers.Load("clip-bpe");

        Parallel.For(0, 8000, i => Assert.Equal(expected[i % texts.Length], fresh.Encode(texts[i % texts.Length])));
    }

    [Theory]
    [InlineData("clip-bpe")]
    [InlineData("bert-wordpiece")]
    [InlineData("siglip-unigram")]
    [InlineData("gemma-bpe-bytefallback")]
    public void A_word_of_a_hundred_thousand_letters_and_a_text_of_ten_thousand_words_are_encoded(string family)
    {
        var tokenizer = GoldenTokenizers.Load(family);

        Assert.NotEmpty(tokenizer.Encode(new string('a', 100_000)));
        Assert.NotEmpty(tokenizer.Encode(string.Concat(Enumerable.Repeat("é\u0301", 50_000))));
        Assert.True(tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 10_000))).Length > 10_000);
        Assert.Equal(64, tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 10_000)), 64).Length);
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        byte[] json = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(TokenizerJson.Bytes().ToJsonString())];

        Assert.Equal([97], HuggingFaceTokenizer.Parse(json, "tokenizer.json").Encode("a"));
    }

    [Fact]
    public void Parts_can_be_in_any_order()
    {
        const string Model = """{"merges":["a b"],"vocab":{"a":0,"b":1,"ab":2},"type":"BPE"}""";
        const string Json = $$"""{"model":{{Model}},"normalizer":{"type":"Lowercase"},"version":"1.0"}""";

        var tokenizer = TokenizerJson.Parse(Json, "x");

        Assert.Equal([2, 0], tokenizer.Encode("ABA"));
    }
}
