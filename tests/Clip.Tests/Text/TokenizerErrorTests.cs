using System.Text;
using Clip.Text;
using CsCheck;

namespace Clip.Tests.Text;

/// <summary>Texts that cannot be encoded, and files that are contradictory or damaged at random.</summary>
public class TokenizerErrorTests
{
    [Fact]
    public void A_max_length_without_room_for_the_special_tokens_is_rejected()
    {
        var file = TokenizerJson.Bytes()
            .With("post_processor", """{"type":"BertProcessing","sep":["s",1],"cls":["c",2]}""")
            .With("truncation", """{"max_length":1,"strategy":"LongestFirst","stride":0}""");

        var error = Assert.Throws<TokenizerException>(file.Parse);
        Assert.Contains("leaves no room for 2 special tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_token_that_normalizes_to_nothing_is_rejected()
    {
        var file = TokenizerJson.Bytes()
            .With("normalizer", """{"type":"Strip","strip_left":true,"strip_right":true}""");
        file["added_tokens"]!.AsArray().Add(TokenizerJson.AddedToken(" ", normalized: true));

        var error = Assert.Throws<TokenizerException>(file.Parse);
        Assert.Contains("normalizes the added token ' ' to nothing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_word_without_an_unknown_token_is_an_error_that_names_the_file()
    {
        var file = TokenizerJson.Words("a");
        file["model"]!["unk_token"] = "[GONE]";
        var tokenizer = file.Parse();

        Assert.Equal([1], tokenizer.Encode("a"));
        var error = Assert.Throws<TokenizerException>(() => tokenizer.Encode("b"));
        Assert.StartsWith("tokenizer.json: a word is unknown", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], tokenizer.Encode("a"));
    }

    [Fact]
    public void A_text_too_long_for_the_strategy_OnlySecond_is_an_error_unless_a_length_is_given()
    {
        var tokenizer = TokenizerJson.Bytes()
            .With("truncation", """{"max_length":2,"strategy":"OnlySecond","stride":0}""")
            .Parse();

        Assert.Equal(2, tokenizer.Encode("ab").Length);
        Assert.Throws<TokenizerException>(() => tokenizer.Encode("abc"));
        Assert.Equal(2, tokenizer.Encode("abc", 2).Length);
    }

    [Fact]
    public void An_unpaired_surrogate_is_rejected_with_its_position()
    {
        var tokenizer = TokenizerJson.Bytes().Parse();

        // Not inline data: attributes are stored as UTF-8, which cannot contain such text.
        (string, int)[] cases = [("a \ud83d dog", 2), ("\udc36", 0), ("dog \ud83d", 4), ("é\ud83d\udc36\ud83d", 3)];
        foreach (var (text, position) in cases)
        {
            var error = Assert.Throws<TokenizerException>(() => tokenizer.Encode(text));

            var end = $"U+{(int)text[position]:X4} at character {position}; remove it";
            Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Normalizers_that_multiply_the_text_are_stopped()
    {
        const string Multiplying = """{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaa"}""";
        var steps = string.Join(',', Enumerable.Repeat(Multiplying, 40));
        var tokenizer = TokenizerJson.Bytes()
            .With("normalizer", $$"""{"type":"Sequence","normalizers":[{{steps}}]}""")
            .Parse();

        Assert.Throws<TokenizerException>(() => tokenizer.Encode("a"));
    }

    [Fact]
    public void A_damaged_file_throws_only_tokenizer_errors()
    {
        var whole = Encoding.UTF8.GetBytes(TokenizerJson.Words("a", "##b", "c")
            .With("normalizer", """
                { "type": "Sequence", "normalizers": [
                    { "type": "NFKC" },
                    { "type": "Replace", "pattern": { "Regex": "\\s+|[^a-c]{2,3}" }, "content": " " } ] }
                """)
            .With("pre_tokenizer", """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""")
            .With("post_processor", """{"type":"BertProcessing","sep":["s",1],"cls":["c",2]}""")
            .With("truncation", """{"max_length":9,"strategy":"LongestFirst","stride":0}""")
            .ToJsonString());

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample((index, value, kind) =>
        {
            byte[] damaged = kind switch
            {
                0 => whole[..index],
                1 => [.. whole[..index], value, .. whole[index..]],
                2 => [.. whole[..index], .. whole[(index + 1)..]],
                _ => [.. whole[..index], value, .. whole[(index + 1)..]],
            };
            try
            {
                HuggingFaceTokenizer.Parse(damaged, "damaged.json").Encode("a bc \u00e9");
            }
            catch (TokenizerException)
            {
            }
        });
    }
}
