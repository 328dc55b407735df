using System.Text;
using System.Text.Json.Nodes;
using Clip.Text;
using CsCheck;

namespace Clip.Tests.Text;

/// <summary>Whatever is wrong with a file or a text is told in one line that names it.</summary>
public class TokenizerErrorTests
{
    private const string Bpe = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}""";

    public static TheoryData<string, string> UnknownParts => new()
    {
        { """{"normalizer":{"type":"Rot13"}}""", "normalizer has the unknown type 'Rot13'" },
        { """{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Rot13"}]}}""", "normalizer.normalizers[1] has the unknown type 'Rot13'" },
        { """{"normalizer":{"type":"NFC","strength":3}}""", "normalizer has the unknown option 'strength'" },
        { """{"normalizer":{"type":"Strip","strip_left":1,"strip_right":true}}""", "normalizer.strip_left is not true or false" },
        { """{"normalizer":{"type":"Precompiled","precompiled_charsmap":"%%%"}}""", "normalizer.precompiled_charsmap is not base64" },
        { """{"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA/w=="}}""", "normalizer.precompiled_charsmap is damaged" },
        { """{"normalizer":{"type":"Replace","pattern":{"Regex":"(a)\\1"},"content":""}}""", @"uses \1" },
        { """{"normalizer":{"type":"Replace","pattern":{"Glob":"*"},"content":""}}""", "normalizer.pattern has the unknown option 'Glob'" },
        { """{"pre_tokenizer":{"type":"Wordiness"}}""", "pre_tokenizer has the unknown type 'Wordiness'" },
        { """{"pre_tokenizer":{"type":"Metaspace","replacement":"ab"}}""", "pre_tokenizer has a replacement that is not one character" },
        { """{"pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}}""", "unknown prepend_scheme 'last'" },
        { """{"pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"always","add_prefix_space":false}}""", "does not agree" },
        { """{"pre_tokenizer":{"type":"Split","pattern":{"String":" "},"behavior":"Swallowed","invert":false}}""", "unknown behavior 'Swallowed'" },
        { """{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"[a"},"behavior":"Removed","invert":false}}""", "ends too early" },
        { """{"post_processor":{"type":"Afterthought"}}""", "post_processor has the unknown type 'Afterthought'" },
        { """{"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x","type_id":0}}],"pair":[],"special_tokens":{}}}""", "special_tokens lacks 'x'" },
        { """{"truncation":{"max_length":8,"strategy":"Shortest","stride":0}}""", "unknown strategy 'Shortest'" },
        { """{"padding":{"strategy":"BatchLongest","direction":"Up","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":""}}""", "unknown direction 'Up'" },
        { """{"model":{"type":"Markov"}}""", "model has the unknown type 'Markov'" },
        { """{"model":{"type":"BPE","vocab":{},"merges":[],"temperature":1}}""", "model has the unknown option 'temperature'" },
        { """{"model":{"type":"BPE","vocab":{},"merges":[],"dropout":0.1}}""", "model.dropout is on" },
        { """{"model":{"type":"BPE","merges":[]}}""", "model lacks 'vocab'" },
        { """{"model":{"type":"BPE","vocab":{"a":0}}}""", "model lacks 'merges'" },
        { """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}}""", "model.merges[0] needs the token 'ab'" },
        { """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[["a","c"]]}}""", "model.merges[0] needs the token 'c'" },
        { """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b c"]}}""", "model.merges[0] is not two tokens" },
        { """{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "model.vocab is not a whole number" },
        { """{"model":{"type":"BPE","vocab":{"a":"0"},"merges":[]}}""", "model.vocab is not a whole number" },
        { """{"model":{"type":"WordPiece","vocab":{"a":0},"unk_token":"[UNK]","max_input_chars_per_word":100}}""", "model lacks 'continuing_subword_prefix'" },
        { """{"model":{"type":"Unigram","unk_id":5,"vocab":[["a",0.0]]}}""", "model.unk_id 5 is beyond the vocabulary" },
        { """{"model":{"type":"Unigram","unk_id":0,"vocab":[["a","b"]]}}""", "model.vocab[0] is not a token and its score" },
        { """{"model":{"type":"Unigram","unk_id":0,"vocab":[["a",1e999]]}}""", "model.vocab[0] is not a token and its score" },
        { """{"added_tokens":[{"id":3,"content":"x","single_word":false,"lstrip":false,"rstrip":false,"special":true}]}""", "added_tokens[0] lacks 'normalized'" },
        { """{"added_tokens":{}}""", "added_tokens is not a list" },
        { """{"version":"2.0"}""", "is of an unknown version" },
        { """{"extras":{}}""", "has the unknown part 'extras'" },
    };

    [Theory]
    [MemberData(nameof(UnknownParts))]
    public void What_we_do_not_know_or_cannot_read_is_named_with_its_place(string parts, string problem)
    {
        var file = new JsonObject { ["version"] = "1.0", ["model"] = JsonNode.Parse(Bpe) };
        foreach (var (name, value) in JsonNode.Parse(parts)!.AsObject())
            file[name] = value?.DeepClone();

        var error = Assert.Throws<TokenizerException>(file.Parse);

        Assert.StartsWith("tokenizer.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[]", "is not a tokenizer file: it holds no JSON object")]
    [InlineData("null", "is not a tokenizer file: it holds no JSON object")]
    [InlineData("{}", "has no model")]
    [InlineData("{\"model\":", "is not valid JSON (line 1, byte 10)")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\ud800\":0},\"merges\":[]}}", "is not a tokenizer file")]
    [InlineData("{} x", "is not valid JSON")]
    public void What_is_no_tokenizer_is_refused(string json, string problem)
    {
        var error = Assert.Throws<TokenizerException>(() => Tokenizer.Parse(Encoding.UTF8.GetBytes(json), "odd.json"));

        Assert.StartsWith($"odd.json: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<TokenizerException>(() => Tokenizer.Load(Path.Combine("no", "such", "tokenizer.json")));

        Assert.Contains(Path.Combine("no", "such", "tokenizer.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused()
    {
        var error = Assert.Throws<TokenizerException>(() => Tokenizer.Load(Repository.Root));

        Assert.StartsWith(Repository.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var json = $$"""{"normalizer":{{string.Concat(Enumerable.Repeat("[", 100_000))}}""";

        Assert.Throws<TokenizerException>(() => Tokenizer.Parse(Encoding.UTF8.GetBytes(json), "deep.json"));
    }

    [Theory]
    [InlineData("""{"version":"1.0","model":{"type":"WordPiece","vocab":{"@":0},"unk_token":"@","continuing_subword_prefix":"##","max_input_chars_per_word":100}}""", "longer than 4,096 bytes")]
    [InlineData("""{"version":"1.0","added_tokens":[{"id":1,"content":"@","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""", "added_tokens[0] is longer than any token")]
    public void A_token_beyond_any_vocabulary_is_refused(string json, string problem)
    {
        Tokenizer.Parse(Encoding.UTF8.GetBytes(json.Replace("@", new string('x', 4096), StringComparison.Ordinal)), "long.json");

        var error = Assert.Throws<TokenizerException>(() => Tokenizer.Parse(Encoding.UTF8.GetBytes(json.Replace("@", new string('x', 4097), StringComparison.Ordinal)), "long.json"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_max_length_that_leaves_no_room_for_the_special_tokens_is_refused()
    {
        var file = TokenizerJson.Bytes()
            .With("post_processor", """{"type":"BertProcessing","sep":["s",1],"cls":["c",2]}""")
            .With("truncation", """{"max_length":1,"strategy":"LongestFirst","stride":0}""");

        Assert.Contains("leaves no room for 2 special tokens", Assert.Throws<TokenizerException>(file.Parse).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_token_that_normalizes_to_nothing_is_refused()
    {
        var file = TokenizerJson.Bytes().With("normalizer", """{"type":"Strip","strip_left":true,"strip_right":true}""");
        file["added_tokens"]!.AsArray().Add(TokenizerJson.AddedToken(" ", normalized: true));

        Assert.Contains("normalizes the added token ' ' to nothing", Assert.Throws<TokenizerException>(file.Parse).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_word_without_an_unknown_token_is_an_error_that_names_the_file()
    {
        var file = TokenizerJson.Words("a");
        file["model"]!["unk_token"] = "[GONE]";
        var tokenizer = file.Parse();

        Assert.Equal([1], tokenizer.Encode("a"));
        Assert.StartsWith("tokenizer.json: a word is unknown", Assert.Throws<TokenizerException>(() => tokenizer.Encode("b")).Message, StringComparison.Ordinal);
        Assert.Equal([1], tokenizer.Encode("a"));
    }

    [Fact]
    public void A_text_too_long_for_a_rule_about_second_texts_is_an_error_unless_a_length_is_given()
    {
        var tokenizer = TokenizerJson.Bytes().With("truncation", """{"max_length":2,"strategy":"OnlySecond","stride":0}""").Parse();

        Assert.Equal(2, tokenizer.Encode("ab").Length);
        Assert.Throws<TokenizerException>(() => tokenizer.Encode("abc"));
        Assert.Equal(2, tokenizer.Encode("abc", 2).Length);
    }

    [Fact]
    public void An_unpaired_surrogate_is_refused_with_its_position()
    {
        var tokenizer = TokenizerJson.Bytes().Parse();

        // Not inline data: attributes are stored as UTF-8, which cannot hold such text.
        foreach (var (text, position) in new[] { ("a \ud83d dog", 2), ("\udc36", 0), ("dog \ud83d", 4), ("é\ud83d\udc36\ud83d", 3) })
        {
            var error = Assert.Throws<TokenizerException>(() => tokenizer.Encode(text));

            Assert.EndsWith($"U+{(int)text[position]:X4} at character {position}; remove it", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Normalizers_that_double_the_text_again_and_again_are_stopped()
    {
        const string Doubling = """{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaa"}""";
        var tokenizer = TokenizerJson.Bytes()
            .With("normalizer", $$"""{"type":"Sequence","normalizers":[{{string.Join(',', Enumerable.Repeat(Doubling, 40))}}]}""")
            .Parse();

        Assert.Throws<TokenizerException>(() => tokenizer.Encode("a"));
    }

    [Fact]
    public void A_damaged_file_is_an_error_or_a_tokenizer_and_nothing_else()
    {
        var whole = Encoding.UTF8.GetBytes(TokenizerJson.Words("a", "##b", "c")
            .With("normalizer", """{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Replace","pattern":{"Regex":"\\s+|[^a-c]{2,3}"},"content":" "}]}""")
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
                Tokenizer.Parse(damaged, "damaged.json").Encode("a bc \u00e9");
            }
            catch (TokenizerException)
            {
            }
        });
    }
}
