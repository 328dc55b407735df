using Clip.Catalog.Words;

namespace Clip.Tests.Catalog.Words;

/// <summary>Where words begin and end, and which count as the same.</summary>
public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("IMG_2031", "img +2031")]
    [InlineData("GoldenGateBridge", "golden+gate+bridge")]
    [InlineData("HTMLPage iPhone5S", "html+page i+phone+5+s")]
    [InlineData("golden-gate.bridge/by night", "golden +gate +bridge +by night")]
    [InlineData("a -- b", "a b")]
    [InlineData("Straße ÉCLAIR cafe\u0301 Łódź ŒUVRE", "strasse eclair cafe lodz oeuvre")]
    [InlineData("ＧＯＬＤ ﬁn Ⅳ", "gold fin iv")]
    [InlineData("Anna's dogs' l'arbre", "anna dogs l arbre")]
    [InlineData("ΟΔΟΣ Ёлка", "οδοσ елка")]
    [InlineData("מְאֹד مُحَمَّد", "מאד محمد")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("soft\u00ADware zero\u200Bwidth", "software zerowidth")]
    [InlineData("", "")]
    [InlineData("-_.  \0\uD800 ()", "")]
    public void Words_are_compared_without_case_accents_and_compounds(string text, string words) => Assert.Equal(
        words,
        string.Join(' ', WordSplitter.Split(text)
            .Select(run => (run.IsJoined ? "+" : "") + string.Join('+', run.Parts))));

    [Theory]
    [InlineData("金门大桥", "金 门 大 桥")]
    [InlineData("東京タワー", "東 京 タ ワ ー")]
    [InlineData("が", "が")]
    [InlineData("แมวดำ", "แ ม ว ดํ า")]
    [InlineData("고양이", "고 양 이")]
    [InlineData("🐶🌉", "🐶 🌉")]
    public void Scripts_without_spaces_are_split_into_characters(string text, string characters)
    {
        var run = Assert.Single(WordSplitter.Split(text));

        Assert.True(run.IsDense);
        Assert.Null(run.Whole);
        Assert.Equal(characters, string.Join(' ', run.Parts));
    }

    [Fact]
    public void A_change_of_script_ends_a_word()
    {
        var runs = WordSplitter.Split("iPhoneで撮影2024");

        Assert.Equal(["i phone", "で 撮 影", "2024"], runs.Select(run => string.Join(' ', run.Parts)));
        Assert.Equal([false, true, false], runs.Select(run => run.IsDense));
    }

    [Fact]
    public void Hostile_texts_take_time_in_proportion_to_their_length()
    {
        string[] texts = [new('A', 1 << 20), new('\u0301', 1 << 20), new('金', 1 << 20), string.Concat(
            Enumerable.Repeat("aB1_", 1 << 18)), new('\'', 1 << 20)];

        Assert.All(texts, text => Assert.All(
            WordSplitter.Split(text, maxRuns: 1000).SelectMany(run => run.Parts),
            token => Assert.InRange(token.Length, 1, 66)));
        Assert.Single(WordSplitter.Split(texts[3], maxRuns: 1));
    }
}
