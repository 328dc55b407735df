using Clip.Searching;

namespace Clip.Tests.Searching;

public class QueryTests
{
    private static readonly PictureSource Pool = PictureSource.FromFile("./pool.jpg");

    [Theory]
    [InlineData("2:golden retriever", 2, "golden retriever")]
    [InlineData("0.5: snow", 0.5, "snow")]
    [InlineData(".5:snow", 0.5, "snow")]
    [InlineData("2.:snow", 2, "snow")]
    [InlineData("0:snow", 0, "snow")]
    [InlineData("1:10:30 train", 1, "10:30 train")]
    [InlineData("note: snow", 1, "note: snow")]
    [InlineData("-2:snow", 1, "-2:snow")]
    [InlineData("+2:snow", 1, "+2:snow")]
    [InlineData("1e3:snow", 1, "1e3:snow")]
    [InlineData("1,5:snow", 1, "1,5:snow")]
    [InlineData("2 :snow", 1, "2 :snow")]
    [InlineData("nan:dog", 1, "nan:dog")]
    [InlineData("Infinity:dog", 1, "Infinity:dog")]
    [InlineData("∞:dog", 1, "∞:dog")]
    [InlineData(":dog", 1, ":dog")]
    public void In_a_mix_only_a_number_before_a_colon_is_a_weight(string word, double weight, string text)
    {
        var mix = Query.Parse([word, "-", "people"], Find);
        var part = Query.Parse([word], Find, isPartOfMix: true);

        Assert.Equal([QueryTerm.Text(text, weight), QueryTerm.Text("people", -1)], mix.Terms);
        Assert.Equal([QueryTerm.Text(text, weight)], part.Terms);
    }

    [Theory]
    [InlineData("16:9 screen")]
    [InlineData("3:00 pm")]
    [InlineData("10:30 train")]
    [InlineData("2:golden retriever")]
    [InlineData("2:")]
    [InlineData("16:9")]
    public void A_text_alone_has_no_weight(string text)
    {
        Assert.Equal([QueryTerm.Text(text)], Query.Parse([text], Find).Terms);
        Assert.Equal([QueryTerm.Text(text)], Query.Parse(text.Split(' '), Find).Terms);
    }

    [Fact]
    public void Plus_and_minus_join_terms_and_a_picture_is_a_single_word()
    {
        var query = Query.Parse(
            ["2:golden", "retriever", "+", "./pool.jpg", "+", "3:./pool.jpg", "-", "people", "at", "night"], Find);

        QueryTerm[] expected =
        [
            QueryTerm.Text("golden retriever", 2), QueryTerm.Picture(Pool), QueryTerm.Picture(Pool, 3),
            QueryTerm.Text("people at night", -1),
        ];
        Assert.Equal(expected, query.Terms);
    }

    [Fact]
    public void Pictures_beside_words_or_pictures_are_terms_of_their_own()
    {
        var (dog, park, pool) = (QueryTerm.Text("a dog"), QueryTerm.Text("a park"), QueryTerm.Picture(Pool));

        Assert.Equal([pool, pool], Query.Parse(["./pool.jpg", "./pool.jpg"], Find).Terms);
        Assert.Equal([dog, pool], Query.Parse(["a", "dog", "./pool.jpg"], Find).Terms);
        Assert.Equal([pool, dog], Query.Parse(["./pool.jpg", "a dog"], Find).Terms);
        Assert.Equal([dog, pool, park], Query.Parse(["a", "dog", "./pool.jpg", "a", "park"], Find).Terms);
        Assert.Equal(
            [dog, QueryTerm.Picture(Pool, 2)], Query.Parse(["1:a dog", "2:./pool.jpg"], Find).Terms);
        Assert.Equal([QueryTerm.Picture(Pool, 2)], Query.Parse(["2:./pool.jpg"], Find).Terms);
    }

    [Theory]
    [InlineData(SearchFault.MissingTerm, "the query")]
    [InlineData(SearchFault.EmptyTerm, "the query", " ")]
    [InlineData(SearchFault.MissingTerm, "+", "+", "dog")]
    [InlineData(SearchFault.MissingTerm, "-", "-", "dog")]
    [InlineData(SearchFault.MissingTerm, "+", "dog", "+")]
    [InlineData(SearchFault.MissingTerm, "-", "dog", "-")]
    [InlineData(SearchFault.MissingTerm, "+", "dog", "+", "+", "cat")]
    [InlineData(SearchFault.MissingTerm, "+", "dog", "+", "-", "cat")]
    [InlineData(SearchFault.EmptyTerm, "2:", "2:", "+", "dog")]
    [InlineData(SearchFault.MissingOperator, "./pool.jpg", "dog", "-", "people", "./pool.jpg")]
    [InlineData(SearchFault.MissingOperator, "people", "dog", "-", "./pool.jpg", "people")]
    public void A_query_without_a_term_is_an_error(SearchFault fault, string subject, params string[] words)
    {
        var error = Assert.Throws<SearchException>(() => Query.Parse(words, Find));

        Assert.Equal((fault, subject), (error.Fault, error.Subject));
    }

    [Fact]
    public void A_minus_where_a_term_is_due_can_name_a_picture()
    {
        static PictureSource? Input(string word) => word == "-" ? PictureSource.FromBytes(default, "input") : null;

        Assert.IsType<PictureTerm>(Assert.Single(Query.Parse(["-"], Input).Terms));
        Assert.IsType<PictureTerm>(Query.Parse(["dog", "+", "-"], Input).Terms[1]);
        Assert.Equal([1, -1], Query.Parse(["-", "-", "dog"], Input).Terms.Select(term => term.Weight));
        Assert.Equal([1, -1], Query.Parse(["dog", "-", "-"], Input).Terms.Select(term => term.Weight));
        Assert.Throws<SearchException>(() => Query.Parse(["dog", "-"], Input));
        Assert.Throws<SearchException>(() => Query.Parse(["-", "dog"], Input));
    }

    private static PictureSource? Find(string word) => word == "./pool.jpg" ? Pool : null;

    [Fact]
    public void A_mix_is_the_weighted_sum_scaled_to_unit_length()
    {
        var mix = QueryMix.Of([new(QueryTerm.Text("east", 3), [1, 0]), new(QueryTerm.Text("north", 4), [0, 1])]);

        Assert.Equal([0.6f, 0.8f], mix.Vector);
    }

    [Fact]
    public void The_vector_of_a_single_term_is_not_scaled()
    {
        float[] vector = [0.6f, 0.80000001f];

        Assert.Same(vector, QueryMix.Of([new(QueryTerm.Text("dog"), vector)]).Vector);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Terms_without_a_common_direction_are_an_error(double weight)
    {
        var error = Assert.Throws<SearchException>(() =>
            QueryMix.Of([new(QueryTerm.Text("dog"), [1, 0]), new(QueryTerm.Text("dog", weight), [1, 0])]));

        Assert.Equal("its terms cancel each other out", error.Problem);
    }

    [Fact]
    public void The_shares_of_the_terms_sum_to_the_cosine()
    {
        var mix = QueryMix.Of([new(QueryTerm.Text("east", 3), [1, 0]), new(QueryTerm.Text("north", -4), [0, 1])]);

        var shares = mix.Explain([0.8f, 0.6f]);

        Assert.Equal([0.8, 0.6], shares.Select(share => share.Cosine), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0.48, -0.48], shares.Select(share => share.Share), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
