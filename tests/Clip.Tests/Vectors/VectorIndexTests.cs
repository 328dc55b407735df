namespace Clip.Tests.Vectors;

public sealed class VectorIndexTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Threads_search_while_others_add_and_each_finds_what_was_there()
    {
        using var index = new VectorIndex(dimensions: 16);
        var added = 0L;
        Parallel.For(0, 4, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 500; i++)
            {
                var vector = Unit(random);
                if (thread == 0)
                {
                    Volatile.Write(ref added, index.Add(vector) + 1);
                    continue;
                }
                var least = Math.Min(5, Volatile.Read(ref added));
                Assert.InRange(index.Search(vector, 5, cancellationToken: Stop).Length, least, 5);
            }
        });
        Assert.Equal(500, index.Count);
    }

    [Fact]
    public void An_index_that_was_disposed_says_so()
    {
        var index = new VectorIndex(dimensions: 16);
        var vector = Unit(new Random(1));
        index.Add(vector);
        index.Dispose();
        index.Dispose();

        Assert.Throws<ObjectDisposedException>(() => index.Add(vector));
        Assert.Throws<ObjectDisposedException>(() => index.Search(vector, 1, cancellationToken: Stop));
        Assert.Throws<ObjectDisposedException>(() => index.SearchBatch(vector, 1, cancellationToken: Stop));
        Assert.Throws<ObjectDisposedException>(() => index.Measure(vector, new LogitScale(1, null), Stop));
    }

    private static float[] Unit(Random random)
    {
        var vector = new float[16];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)random.NextDouble() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(static x => x * x));
        return [.. vector.Select(x => x / length)];
    }
}
