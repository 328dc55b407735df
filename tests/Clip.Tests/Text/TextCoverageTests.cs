using System.Text;
using Clip.Text;

namespace Clip.Tests.Text;

public sealed class TextCoverageTests
{
    private const string Normalizer = """
        {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": false,
            "lowercase": false
        }
        """;

    private static readonly string[] OtherScripts =
    [
        "海边的狗", "一只狗在海滩上", "山", "狗", "犬が海岸で走る", "いぬとねこ", "개가 해변에서 달린다", "собака на пляже",
        "σκύλος στην παραλία", "كلب على الشاطئ", "כלב על החוף", "समुद्र तट पर कुत्ता", "สุนัขบนชายหาด",
        "շուն լողափին", "ძაღლი სანაპიროზე",
    ];

    private static readonly string[] Understood =
    [
        "a dog on the beach", "ein Hund, schön", "naïve café", "a dog 🐕", "a big dog (кот)", "16:9", "", " ",
    ];

    [Theory]
    [InlineData("bert-wordpiece")]
    [InlineData("clip-bpe")]
    [InlineData("siglip-unigram")]
    public void An_English_tokenizer_does_not_know_the_words_of_other_scripts(string family)
    {
        var tokenizer = GoldenTokenizers.Load(family);

        Assert.DoesNotContain(OtherScripts, text => CoverageCheck.Of(tokenizer, text) == TextCoverage.Known);
        Assert.All(
            Understood, text => Assert.Equal((text, TextCoverage.Known), (text, CoverageCheck.Of(tokenizer, text))));
    }

    [Theory]
    [InlineData("海边的狗")]
    [InlineData("山")]
    [InlineData("собака на пляже")]
    [InlineData("כלב")]
    public void A_tokenizer_with_words_of_a_script_knows_it(string text)
    {
        // Han characters one by one, and pieces of words, as the vocabularies of many languages have them.
        var han = Enumerable.Range(0x4E00, 0x5200).Select(static character => ((char)character).ToString());
        var json = TokenizerJson.Words([.. han, "соба", "##ка", "на", "пл", "##яже", "כלב"])
            .With("pre_tokenizer", """{"type":"BertPreTokenizer"}""")
            .With("normalizer", Normalizer);
        var tokenizer = HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "test");

        Assert.Equal(TextCoverage.Known, CoverageCheck.Of(tokenizer, text));
        Assert.Equal(TextCoverage.Nothing, CoverageCheck.Of(tokenizer, "γάτα"));
    }

    [Theory]
    [InlineData("bert-wordpiece", "🐕")]
    [InlineData("bert-wordpiece", "🐕 🏖️")]
    [InlineData("bert-wordpiece", "สุนัข")]
    [InlineData("siglip-unigram", "狗")]
    public void A_text_of_unknown_tokens_alone_says_nothing(string family, string text) =>
        Assert.Equal(TextCoverage.Nothing, CoverageCheck.Of(GoldenTokenizers.Load(family), text));
}
