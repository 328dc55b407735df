using Clip.Interchange.Parquet;

namespace Clip.Tests.Interchange.Parquet;

/// <summary>Encodings of differences, by the examples of Parquet's specification.</summary>
public sealed class DeltaValuesTests
{
    private static readonly byte[] Lengths = Convert.FromHexString("800104040A000100000002000000");

    [Theory]
    [InlineData("80010405020200000000", new long[] { 1, 2, 3, 4, 5 })]
    [InlineData("800104080E0302000000C03F000000000000", new long[] { 7, 5, 3, 1, 2, 3, 4, 5 })]
    public void Whole_numbers_are_read(string page, long[] expected)
    {
        var bytes = Convert.FromHexString(page);

        Assert.Equal(expected, DeltaValues.Numbers(bytes, expected.Length, out var end));
        Assert.Equal(bytes.Length, end);
    }

    [Fact]
    public void Texts_behind_their_lengths_are_read()
    {
        string[] texts = ["Hello", "World", "Foobar", "ABCDEF"];

        Assert.Equal(texts, DeltaValues.Texts([.. Lengths, .. "HelloWorldFoobarABCDEF"u8], 4));
        Assert.Throws<InvalidDataException>(() => DeltaValues.Texts([.. Lengths, .. "HelloWorld"u8], 4));
    }

    [Fact]
    public void Texts_that_share_their_beginning_are_read()
    {
        var prefixes = Convert.FromHexString("80010404000303000000" + "44010000" + "0000000000000000");
        var suffixes = Convert.FromHexString("80010404080303000000" + "70000000" + "0000000000000000");

        string[] texts = ["axis", "axle", "babble", "babyhood"];

        Assert.Equal(texts, DeltaValues.SharedTexts([.. prefixes, .. suffixes, .. "axislebabbleyhood"u8], 4));
    }

    [Theory]
    [InlineData("8001040502")]
    [InlineData("80010005020200000000")]
    [InlineData("800104FFFFFFFF0F0202")]
    [InlineData("80010404080345000000")]
    public void A_damaged_page_is_refused(string page) => Assert.Throws<InvalidDataException>(
        () => DeltaValues.Numbers(Convert.FromHexString(page), 4, out _));
}
