using Clip.Vectors;

namespace Clip.Tests.Vectors;

public class QueryTests
{
    [Theory]
    [InlineData("2:golden retriever", 2, "golden retriever")]
    [InlineData("0.5: snow", 0.5, "snow")]
    [InlineData("1:10:30 train", 1, "10:30 train")]
    [InlineData("note: snow", 1, "note: snow")]
    [InlineData("-2:snow", 1, "-2:snow")]
    [InlineData("nan:dog", 1, "nan:dog")]
    [InlineData("Infinity:dog", 1, "Infinity:dog")]
    [InlineData("∞:dog", 1, "∞:dog")]
    public void A_number_and_a_colon_are_a_weight_and_nothing_else_is(string argument, double weight, string text)
    {
        var query = Query.Parse([argument], static _ => false);

        Assert.Equal([new QueryTerm(text, IsPicture: false, weight)], query.Terms);
    }

    [Fact]
    public void Terms_are_joined_by_plus_and_minus_and_a_picture_is_told_from_words()
    {
        var query = Query.Parse(
            ["2:golden", "retriever", "+", "./pool.jpg", "-", "people"], static value => value == "./pool.jpg");

        Assert.Equal(
            [new("golden retriever", false, 2), new("./pool.jpg", true), new QueryTerm("people", false, -1)],
            query.Terms);
    }

    [Fact]
    public void A_mix_is_the_weighted_sum_brought_to_unit_length()
    {
        var query = Query.Parse(["3:east", "+", "4:north"], static _ => false);

        var vector = query.Encode(2, static term => term.Value == "east" ? [1, 0] : [0, 1]);

        Assert.Equal([0.6f, 0.8f], vector);
    }

    [Fact]
    public void Terms_that_cancel_each_other_out_are_an_error()
    {
        var query = Query.Parse(["dog", "-", "dog"], static _ => false);

        var error = Assert.Throws<ClipException>(() => query.Encode(2, static _ => [1, 0]));
        Assert.Equal("its terms cancel each other out", error.Problem);
    }
}
