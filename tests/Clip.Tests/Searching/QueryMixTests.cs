using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Mixes and the shares of their terms are the references'.</summary>
public sealed class QueryMixTests
{
    [Fact]
    public void Weighted_means_and_shares_are_the_references()
    {
        var cases = AlgorithmGoldens.Json("vectors", "mixtures.json").GetProperty("means").EnumerateArray().ToList();
        var means = AlgorithmGoldens.Rows("vectors", "means.npy");
        Assert.NotEmpty(cases);
        Assert.All(cases, one =>
        {
            var weights = one.GetProperty("weights").Doubles();
            var mix = QueryMix.Of([.. one.GetProperty("terms").Strings().Select(AlgorithmGoldens.Named)
                .Select((vector, i) => new EncodedTerm(QueryTerm.Vector(vector, weights[i]), vector))]);

            Assert.Equal(means[one.GetProperty("row").GetInt32()], mix.Vector, Near);
            var first = AlgorithmGoldens.Rows("data", "gallery.images.npy")[
                one.GetProperty("top10").Integers()[0]];
            var shares = mix.Explain(first);
            Assert.Equal(
                one.GetProperty("share_of_each_term_in_the_first_score").Doubles(),
                shares.Select(static share => share.Share), (a, b) => Math.Abs(a - b) <= 1e-6);
            Assert.Equal(
                one.GetProperty("top10_scores").Doubles()[0], shares.Sum(static share => share.Share), 1e-6);
        });
    }

    [Fact]
    public void In_balance_the_scores_of_each_term_vary_alike()
    {
        var pictures = AlgorithmGoldens.Rows("data", "gallery.images.npy");
        var text = AlgorithmGoldens.Named("gallery.captions 3");
        EncodedTerm[] terms =
        [
            new(QueryTerm.Text("text"), text), new(QueryTerm.Vector(pictures[10]), pictures[10]),
        ];

        var balanced = QueryMix.Of(terms).Balanced(vector => Distribution(vector, pictures));

        var spread = balanced.Terms
            .Select(term => term.Weight * Distribution(term.Vector, pictures).Deviation).ToList();
        Assert.Equal(spread[0], spread[1], 1e-9);
        Assert.True(balanced.Terms[0].Weight > balanced.Terms[1].Weight);
        // The shares still sum to the cosine.
        var shares = balanced.Explain(pictures[0]).Sum(static share => share.Share);
        Assert.Equal(pictures[0].Zip(balanced.Vector, static (a, b) => (double)a * b).Sum(), shares, 1e-6);
    }

    [Fact]
    public void Feedback_adds_pictures_with_weights_that_do_not_depend_on_how_many_there_are()
    {
        PictureSource Picture(string name) => PictureSource.FromFile(name);

        var query = Query.FromText("a boat").WithFeedback([Picture("a"), Picture("b")], [Picture("c")]);

        Assert.Equal([1, 0.375, 0.375, -0.25], query.Terms.Select(static term => term.Weight));
        Assert.Equal(Query.FromText("a boat").Terms, Query.FromText("a boat").WithFeedback([], []).Terms);
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) <= 1e-6;

    private static ScoreDistribution Distribution(float[] vector, float[][] pictures)
    {
        double[] scores = [.. pictures.Where(picture => picture != vector)
            .Select(picture => picture.Zip(vector, static (a, b) => (double)a * b).Sum())];
        var mean = scores.Average();
        return new ScoreDistribution(
            scores.Length, mean, Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))),
            new LogitScale(1, null), 0);
    }
}
