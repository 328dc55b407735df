using System.Text.Json;
using Clip.Tests.Models;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>
/// Tokenizers put together in the ways of many models, and at random: ids are the reference's. The random ones have a
/// model whose ids are the bytes of each word, so they show all that normalizers and pre-tokenizers do.
/// Goldens/tokenizers/generate.py made them.
/// </summary>
public class TokenizerConfigurationTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Configurations = new(Read);

    public static TheoryData<string> Known =>
    [
        "clip", "roberta", "roberta, prefix space", "gpt2", "llama3", "o200k", "starcoder", "bloom", "deepseek", "bytes in the normalizer",
        "llama2", "llama2, new", "gemma, left", "xlm-r", "nllb", "albert", "t5", "unigram, old metaspace", "unigram, no prefix",
        "bert, cased", "bert, accents kept", "bert, left", "wordpiece, whitespace", "wordlevel",
    ];

    [Theory]
    [MemberData(nameof(Known))]
    public void A_tokenizer_as_known_models_have_it_gives_the_reference_ids(string name) => AssertEqualIds(name);

    [Fact]
    public void Random_normalizers_pre_tokenizers_added_tokens_and_templates_give_the_reference_ids() =>
        AssertAll("components ", atLeast: 350);

    [Fact]
    public void Random_vocabularies_and_merges_give_the_reference_ids() => AssertAll("model ", atLeast: 200);

    [Theory]
    [MemberData(nameof(Known))]
    public void What_does_not_fit_is_cut_off_and_special_tokens_stay(string name)
    {
        var tokenizer = Load(name);
        var special = tokenizer.Encode("");
        Span<int> row = stackalloc int[special.Length + 3];
        foreach (var (text, _) in Cases(name))
        {
            var ids = tokenizer.Encode(text, row.Length);
            Assert.InRange(ids.Length, special.Length, row.Length);
            Assert.Equal(ids, row[..tokenizer.Encode(text, row)]);
            Assert.Equal(special, tokenizer.Encode(text, special.Length));
        }
    }

    private static void AssertAll(string prefix, int atLeast)
    {
        var names = Configurations.Value.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();

        Assert.True(names.Count >= atLeast, $"{names.Count} configurations");
        Assert.All(names, AssertEqualIds);
    }

    private static void AssertEqualIds(string name)
    {
        var tokenizer = Load(name);
        foreach (var (text, ids) in Cases(name))
            Assert.True(ids.AsSpan().SequenceEqual(tokenizer.Encode(text)), $"{JsonSerializer.Serialize(text)}: [{string.Join(", ", tokenizer.Encode(text))}] instead of [{string.Join(", ", ids)}]");
    }

    private static Tokenizer Load(string name) =>
        Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(Configurations.Value[name].GetProperty("tokenizer").GetRawText()), name);

    private static IEnumerable<(string Text, int[] Ids)> Cases(string name) =>
        from pair in Configurations.Value[name].GetProperty("cases").EnumerateArray()
        select (pair[0].GetString()!, pair[1].EnumerateArray().Select(id => id.GetInt32()).ToArray());

    private static Dictionary<string, JsonElement> Read()
    {
        var lines = System.Text.Encoding.UTF8.GetString(GoldenModels.Decompress("tokenizers", "configurations.jsonl.gz"));
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(element => element.GetProperty("name").GetString()!);
    }
}
