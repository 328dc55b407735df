using System.Text.Json;
using Clip.Searching;
using CsCheck;

namespace Clip.Tests.Searching;

/// <summary>Reciprocal rank fusion gives the scores of the reference, computed with exact fractions.</summary>
public sealed class ReciprocalRankTests
{
    [Fact]
    public void Scores_and_order_are_the_references()
    {
        var path = Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "rank", "rrf.json");
        using var golden = JsonDocument.Parse(File.ReadAllBytes(path));
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(11, cases.Count);

        Assert.All(cases, one =>
        {
            List<List<string>> lists = [.. one.GetProperty("lists").EnumerateArray().Select(Strings)];
            var weights = one.GetProperty("weights") is { ValueKind: JsonValueKind.Array } array
                ? array.EnumerateArray().Select(weight => weight.GetDouble()).ToList()
                : null;

            var fused = ReciprocalRank.Fuse(lists, weights, one.GetProperty("k").GetDouble());

            var expected = Strings(one.GetProperty("order")).Zip(
                one.GetProperty("scores").EnumerateArray(), (item, score) => (item, score.GetDouble())).ToList();
            Assert.Equal(expected.Select(item => item.Item2), fused.Select(item => item.Score), Close);
            // Any order of equal scores is right, as long as each item has its own score.
            Assert.Equal(expected.ToDictionary().Keys.Order(), fused.Select(item => item.Item).Order());
            var scores = expected.ToDictionary();
            Assert.All(fused, item => Assert.Equal(scores[item.Item], item.Score, 1e-12));
        });
    }

    [Fact]
    public void A_single_list_keeps_its_order_and_weights_must_fit() =>
        Gen.Int.HashSet[0, 50].Sample(items =>
        {
            List<int> list = [.. items];
            Assert.Equal(list, ReciprocalRank.Fuse<int>([list, []]).Select(item => item.Item));
            Assert.Throws<ArgumentException>(() => ReciprocalRank.Fuse<int>([list], [1, 2]));
        });

    private static List<string> Strings(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12;
}
