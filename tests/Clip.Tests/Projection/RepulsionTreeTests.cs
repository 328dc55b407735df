using Clip.Projection;

namespace Clip.Tests.Projection;

/// <summary>What is far away pushes nearly as all its points do.</summary>
public sealed class RepulsionTreeTests
{
    [Theory]
    [InlineData(1, 5f)]
    [InlineData(700, 1e-4f)]
    [InlineData(700, 30f)]
    public void Pushes_are_those_of_all_points_within_a_few_percent(int count, float size)
    {
        var random = new Random(3);
        // Two groups, and some points on each other.
        var x = Numbers(i => i % 2 == 0 ? size * Normal() : (4 * size) + (size * Normal()));
        var y = Numbers(_ => size * Normal());
        for (var i = 0; i < count / 10; i++)
            (x[i], y[i]) = (x[0], y[0]);
        var tree = new RepulsionTree();
        tree.Build([1, 2, 3], [3, 2, 1]);
        tree.Build(x, y);

        double error = 0, length = 0;
        for (var i = 0; i < count; i++)
        {
            double pushX = 0, pushY = 0, sum = 0;
            for (var j = 0; j < count; j++)
            {
                double dx = x[i] - x[j], dy = y[i] - y[j];
                var closeness = 1 / (1 + (dx * dx) + (dy * dy));
                (sum, pushX, pushY) = (
                    sum + closeness, pushX + (closeness * closeness * dx), pushY + (closeness * closeness * dy));
            }
            var (foundX, foundY, foundSum) = tree.PushOn(x[i], y[i]);
            Assert.Equal(sum, foundSum, 0.03 * sum);
            error += Math.Pow(foundX - pushX, 2) + Math.Pow(foundY - pushY, 2);
            length += (pushX * pushX) + (pushY * pushY);
        }
        Assert.True(error <= 0.03 * 0.03 * length, $"{Math.Sqrt(error / length):P2} off");

        float[] Numbers(Func<int, float> number) => [.. Enumerable.Range(0, count).Select(number)];

        float Normal() => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
    }
}
