using System.Text.Json.Nodes;
using Clip.Text;

namespace Clip.Tests.Text.Loading;

/// <summary>An error in a tokenizer file is reported in one line that names the file.</summary>
public class TokenizerFileErrorTests
{
    private const string Bpe = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}""";

    public static TheoryData<string, string> Parts => new()
    {
        { """{"normalizer":{"type":"Rot13"}}""", "normalizer has the unknown type 'Rot13'" },
        {
            """{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Rot13"}]}}""",
            "normalizer.normalizers[1] has the unknown type 'Rot13'"
        },
        { """{"normalizer":{"type":"NFC","strength":3}}""", "normalizer has the unknown option 'strength'" },
        {
            """{"normalizer":{"type":"Strip","strip_left":1,"strip_right":true}}""",
            "normalizer.strip_left is not true or false"
        },
        {
            """{"normalizer":{"type":"Precompiled","precompiled_charsmap":"%%%"}}""",
            "normalizer.precompiled_charsmap is not base64"
        },
        {
            """{"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA/w=="}}""",
            "normalizer.precompiled_charsmap is damaged"
        },
        { """{"normalizer":{"type":"Replace","pattern":{"Regex":"(a)\\1"},"content":""}}""", @"uses \1" },
        {
            """{"normalizer":{"type":"Replace","pattern":{"Glob":"*"},"content":""}}""",
            "normalizer.pattern has the unknown option 'Glob'"
        },
        { """{"pre_tokenizer":{"type":"Wordiness"}}""", "pre_tokenizer has the unknown type 'Wordiness'" },
        {
            """{"pre_tokenizer":{"type":"Metaspace","replacement":"ab"}}""",
            "pre_tokenizer has a replacement that is not one character"
        },
        {
            """{"pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}}""",
            "unknown prepend_scheme 'last'"
        },
        {
            """
            { "pre_tokenizer": {
                "type": "Metaspace", "replacement": "_", "prepend_scheme": "always", "add_prefix_space": false } }
            """,
            "does not agree"
        },
        {
            """{"pre_tokenizer":{"type":"Split","pattern":{"String":" "},"behavior":"Swallowed","invert":false}}""",
            "unknown behavior 'Swallowed'"
        },
        {
            """{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"[a"},"behavior":"Removed","invert":false}}""",
            "ends too early"
        },
        { """{"post_processor":{"type":"Afterthought"}}""", "post_processor has the unknown type 'Afterthought'" },
        {
            """
            { "post_processor": {
                "type": "TemplateProcessing",
                "single": [{ "SpecialToken": { "id": "x", "type_id": 0 } }],
                "special_tokens": {} } }
            """,
            "special_tokens lacks 'x'"
        },
        { """{"truncation":{"max_length":8,"strategy":"Shortest","stride":0}}""", "unknown strategy 'Shortest'" },
        {
            """{"padding":{"strategy":"BatchLongest","direction":"Up"}}""",
            "unknown direction 'Up'"
        },
        { """{"model":{"type":"Markov"}}""", "model has the unknown type 'Markov'" },
        {
            """{"model":{"type":"BPE","vocab":{},"merges":[],"temperature":1}}""",
            "model has the unknown option 'temperature'"
        },
        { """{"model":{"type":"BPE","vocab":{},"merges":[],"dropout":0.1}}""", "model.dropout is on" },
        { """{"model":{"type":"BPE","merges":[]}}""", "model lacks 'vocab'" },
        { """{"model":{"type":"BPE","vocab":{"a":0}}}""", "model lacks 'merges'" },
        {
            """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}}""",
            "model.merges[0] needs the token 'ab'"
        },
        {
            """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[["a","c"]]}}""",
            "model.merges[0] needs the token 'c'"
        },
        {
            """{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b c"]}}""",
            "model.merges[0] is not two tokens"
        },
        { """{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "model.vocab is not a whole number" },
        { """{"model":{"type":"BPE","vocab":{"a":"0"},"merges":[]}}""", "model.vocab is not a whole number" },
        {
            """{"model":{"type":"WordPiece","vocab":{"a":0},"unk_token":"[UNK]","max_input_chars_per_word":100}}""",
            "model lacks 'continuing_subword_prefix'"
        },
        {
            """{"model":{"type":"Unigram","unk_id":5,"vocab":[["a",0.0]]}}""",
            "model.unk_id 5 is beyond the vocabulary"
        },
        {
            """{"model":{"type":"Unigram","unk_id":0,"vocab":[["a","b"]]}}""",
            "model.vocab[0] is not a token and its score"
        },
        {
            """{"model":{"type":"Unigram","unk_id":0,"vocab":[["a",1e999]]}}""",
            "model.vocab[0] is not a token and its score"
        },
        {
            """
            { "added_tokens": [
                { "id": 3, "content": "x", "single_word": false, "lstrip": false, "rstrip": false, "special": true } ] }
            """,
            "added_tokens[0] lacks 'normalized'"
        },
        { """{"added_tokens":{}}""", "added_tokens is not a list" },
        { """{"version":"2.0"}""", "is of an unknown version" },
        { """{"extras":{}}""", "has the unknown part 'extras'" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Unsupported_and_malformed_parts_are_reported_with_their_path(string parts, string problem)
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
    public void Content_that_is_not_a_tokenizer_is_rejected(string json, string problem)
    {
        var error = Assert.Throws<TokenizerException>(() => TokenizerJson.Parse(json, "odd.json"));

        Assert.StartsWith($"odd.json: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine("no", "such", "tokenizer.json");

        var error = Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_instead_of_a_file_is_rejected()
    {
        var error = Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(Repository.Root));

        Assert.StartsWith(Repository.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Excessive_nesting_is_rejected()
    {
        var json = $$"""{"normalizer":{{string.Concat(Enumerable.Repeat("[", 100_000))}}""";

        Assert.Throws<TokenizerException>(() => TokenizerJson.Parse(json, "deep.json"));
    }

    [Fact]
    public void A_vocabulary_with_a_token_of_excessive_length_is_rejected()
    {
        TokenizerJson.Words(new string('x', 4096)).Parse();

        var error = Assert.Throws<TokenizerException>(TokenizerJson.Words(new string('x', 4097)).Parse);

        Assert.Contains("longer than 4,096 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_token_of_excessive_length_is_rejected()
    {
        WithAddedToken(new string('x', 4096)).Parse();

        var error = Assert.Throws<TokenizerException>(WithAddedToken(new string('x', 4097)).Parse);

        Assert.Contains("added_tokens[0] is longer than any token", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject WithAddedToken(string content)
    {
        var file = TokenizerJson.Words("a");
        file["added_tokens"]!.AsArray().Add(TokenizerJson.AddedToken(content));
        return file;
    }
}
