using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace Clip.Tests.Text;

/// <summary>The tokenizer as code for Microsoft.ML.Tokenizers sees it.</summary>
public sealed class ClipTokenizerTests
{
    private static readonly Dictionary<string, ClipTokenizer> All =
        GoldenTokenizers.Families.ToDictionary(
            family => family, family => new ClipTokenizer(GoldenTokenizers.Load(family)));

    public static TheoryData<string, int> Families => TokenizerGoldenTests.Families;

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_golden_case_has_the_same_ids_by_every_member(string family, int maxLength)
    {
        Tokenizer tokenizer = All[family];
        List<string> different = [];
        foreach (var (text, ids) in GoldenTokenizers.Cases(family))
        {
            var tokens = tokenizer.EncodeToTokens(text, out var normalized);
            var whole = tokenizer.EncodeToIds(text);
            if (!ids.SequenceEqual(tokenizer.EncodeToIds(text, maxLength, out _, out _))
                || !whole.SequenceEqual(tokens.Select(token => token.Id))
                || tokenizer.CountTokens(text) != whole.Count
                || normalized is not null)
            {
                different.Add(text);
            }
        }

        Assert.Empty(different);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Offsets_lie_on_characters_of_the_original_text_in_order(string family, int maxLength)
    {
        List<string> wrong = [];
        foreach (var (text, _) in GoldenTokenizers.Cases(family))
        {
            var last = 0;
            foreach (var token in All[family].EncodeToTokens(text, out _))
            {
                var (start, end) = (token.Offset.Start.Value, token.Offset.End.Value);
                if (start < last || end < start || end > text.Length || Divides(text, start) || Divides(text, end))
                    wrong.Add(text);
                last = start;
            }
        }

        Assert.Empty(wrong);
        Assert.True(maxLength > 0);
    }

    [Fact]
    public void Offsets_of_clip_select_what_becomes_the_token()
    {
        List<string> wrong = [];
        foreach (var (text, _) in GoldenTokenizers.Cases("clip-bpe"))
        {
            foreach (var token in All["clip-bpe"].EncodeToTokens(text, out _).Skip(1).SkipLast(1))
            {
                var part = text[token.Offset];
                var word = token.Value.Replace("</w>", "", StringComparison.Ordinal);
                if (part.All(static c => c is > ' ' and < '\x7F')
                    && !part.Equals(word, StringComparison.OrdinalIgnoreCase))
                    wrong.Add($"{text}: {part} is not {word}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Offsets_of_gemma_cover_the_whole_text_once()
    {
        List<string> wrong = [];
        foreach (var (text, _) in GoldenTokenizers.Cases("gemma-bpe-bytefallback"))
        {
            var end = 0;
            foreach (var token in All["gemma-bpe-bytefallback"].EncodeToTokens(text, out _).SkipLast(1))
            {
                var isByte = token.Value.StartsWith("<0x", StringComparison.Ordinal);
                if (token.Offset.Start.Value != end && !(isByte && token.Offset.End.Value == end))
                    wrong.Add(text);
                end = token.Offset.End.Value;
                if (!isByte && token.Value != "<unk>"
                    && text[token.Offset].Replace(' ', '▁') != token.Value && !text.Contains('<'))
                {
                    wrong.Add(text);
                }
            }

            if (end != text.Length)
                wrong.Add(text);
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("clip-bpe", "A  Cafe\u0301 \U0001FAE0!", "0..0 0..1 3..8 9..11 9..11 9..11 11..12 12..12")]
    [InlineData("clip-bpe", "ÅNGSTRÖM", null)]
    [InlineData("bert-wordpiece", "Cafe\u0301 中國", "0..0 0..4 6..7 7..8 8..8")]
    [InlineData("bert-wordpiece", "\u0001Tree\u00AD", "0..0 1..5 6..6")]
    [InlineData("xlmr-unigram", "  ﬁne", null)]
    [InlineData("siglip-unigram", "A - dog.", null)]
    public void Offsets_cover_what_normalization_changed(string family, string text, string? expected)
    {
        var tokens = All[family].EncodeToTokens(text, out _);

        if (expected is not null)
            Assert.Equal(expected, string.Join(' ', tokens.Select(token => token.Offset.ToString())));
        foreach (var token in tokens.Where(token => !token.Offset.Equals(token.Offset.Start..token.Offset.Start)))
            Assert.False(string.IsNullOrWhiteSpace(text[token.Offset]));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_index_by_count_divides_the_text_so_that_the_part_has_no_more_tokens(string family, int maxLength)
    {
        Tokenizer tokenizer = All[family];
        foreach (var (text, _) in GoldenTokenizers.Cases(family).Take(100))
        {
            foreach (var limit in (int[])[1, 5, maxLength])
            {
                var index = tokenizer.GetIndexByTokenCount(text, limit, out _, out var count);
                var indexFromEnd = tokenizer.GetIndexByTokenCountFromEnd(text, limit, out _, out var countFromEnd);

                Assert.InRange(count, 0, limit);
                Assert.InRange(countFromEnd, 0, limit);
                Assert.True(count == 0 || tokenizer.CountTokens(text[..index]) == count);
                Assert.True(countFromEnd == 0 || tokenizer.CountTokens(text[indexFromEnd..]) == countFromEnd);
                if (tokenizer.CountTokens(text) <= limit)
                    Assert.Equal((text.Length, 0), (index, indexFromEnd));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Each_limit_keeps_the_beginning_and_says_how_much_of_the_text_it_is(string family, int maxLength)
    {
        const string text = "Two dogs in a meadow, one of them asleep";
        var tokenizer = All[family];
        var whole = tokenizer.EncodeToIds(text);
        for (var limit = 1; limit <= whole.Count; limit++)
        {
            var ids = tokenizer.EncodeToIds(text, limit, out _, out var consumed);

            Assert.Equal(limit, ids.Count);
            Assert.Equal(limit == whole.Count, consumed == text.Length);
            if (limit >= 2)
                Assert.Equal(whole[^1], ids[^1]);
        }

        Assert.True(whole.Count < maxLength);
    }

    [Theory]
    [InlineData("clip-bpe", "A Photo of a DOG!", "a photo of a dog !")]
    [InlineData("clip-bpe", "naïve 😀", "naïve 😀")]
    [InlineData("bert-wordpiece", "A Photograph, isn't it?", "a photograph, isn ' t it?")]
    [InlineData("siglip-unigram", "A photo of a dog", "a photo of a dog")]
    [InlineData("xlmr-unigram", "A photo of a dog", "A photo of a dog")]
    [InlineData("gemma-bpe-bytefallback", " A  photo of \u4E2D 😀", " A  photo of \u4E2D 😀")]
    public void Decoding_gives_the_text_as_the_model_saw_it(string family, string text, string expected)
    {
        var tokenizer = All[family];
        var ids = tokenizer.EncodeToIds(text);

        Assert.Equal(expected, tokenizer.Decode(ids));
        Assert.Contains(tokenizer.IdToToken(ids[^1])!, tokenizer.Decode(ids, skipSpecialTokens: false));
    }

    [Fact]
    public void Decoding_what_gemma_encodes_without_an_unknown_character_gives_the_text()
    {
        var tokenizer = All["gemma-bpe-bytefallback"];
        var different = GoldenTokenizers.Cases("gemma-bpe-bytefallback")
            .Where(golden => !golden.Text.Contains('▁') && !golden.Text.Contains('<'))
            .Where(golden => tokenizer.Decode(tokenizer.EncodeToIds(golden.Text)) != golden.Text);

        Assert.Empty(different);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Encoding_what_was_decoded_gives_the_same_text_again(string family, int maxLength)
    {
        var tokenizer = All[family];
        foreach (var text in (string[])["a dog and a cat", "Two trees, by the water.", "42 birds"])
        {
            var once = tokenizer.Decode(tokenizer.EncodeToIds(text));
            Assert.Equal(once, tokenizer.Decode(tokenizer.EncodeToIds(once)));
        }

        Assert.True(maxLength > 0);
    }

    [Fact]
    public void Decoding_into_a_short_buffer_writes_whole_tokens()
    {
        var tokenizer = All["clip-bpe"];
        var ids = tokenizer.EncodeToIds("a photo of a dog");
        var buffer = new char[9];

        var status = tokenizer.Decode(ids, buffer, out var consumed, out var written);

        Assert.Equal(OperationStatus.DestinationTooSmall, status);
        Assert.Equal("a photo", new string(buffer, 0, written));
        Assert.Equal(3, consumed);
        Assert.Equal(OperationStatus.Done, tokenizer.Decode(ids, new char[20], out _, out _));
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([1 << 20], buffer, out _, out _));
        Assert.Throws<InvalidOperationException>(() => tokenizer.Decode([-1]));
    }

    [Fact]
    public void Stages_can_be_left_out()
    {
        var tokenizer = All["clip-bpe"];

        Assert.NotEqual(
            tokenizer.EncodeToIds("DOG"), tokenizer.EncodeToIds("DOG", considerNormalization: false));
        Assert.Equal(
            tokenizer.EncodeToIds("dog"), tokenizer.EncodeToIds("dog", considerNormalization: false));
        Assert.NotEqual(
            tokenizer.EncodeToIds("a dog"), tokenizer.EncodeToIds("a dog", considerPreTokenization: false));
        Assert.Equal(
            tokenizer.EncodeToIds("a dog", considerPreTokenization: false),
            tokenizer.EncodeToTokens("a dog", out _, considerPreTokenization: false).Select(token => token.Id));
    }

    private static bool Divides(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]);
}
