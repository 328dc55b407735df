namespace Clip.Tests.Images;

public sealed class DecodeModeTests
{
    [Theory]
    [InlineData(DecodeMode.Exact, "exact")]
    [InlineData(DecodeMode.Fast, "fast")]
    [InlineData(DecodeMode.Draft, "draft")]
    public void A_word_is_parsed_as_its_mode(DecodeMode mode, string word)
    {
        Assert.Equal(word, mode.Word());
        Assert.Equal(mode, DecodeModeWords.Parse(word));
    }

    [Fact]
    public void Other_words_are_not_a_mode() => Assert.Null(DecodeModeWords.Parse("Exact"));
}
