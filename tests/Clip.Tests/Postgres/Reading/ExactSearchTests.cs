using Clip.Postgres.Reading;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Reading;

public sealed class ExactSearchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Vectors that differ by less than 16 bits tell apart, and equal ones, lie around the last place of the answer.
    /// </summary>
    [Fact]
    public void An_exact_answer_is_that_of_a_comparison_with_every_vector()
    {
        using var store = PostgresStore.At(TestServer.NewDatabase());
        using var folder = new TestFolder();
        var model = BitmapFolder.Model;
        var location = store.LibraryOf(folder.Path);
        var library = LibraryCreation.Open(location, model, decode: null);
        var count = LongTests.AreAskedFor ? 100_000 : 1500;
        var vectors = Vectors(count, model.Dimensions);
        using var all = new VectorIndex(model.Dimensions);
        foreach (var vector in vectors)
            all.Add(vector);
        var entries = StoredVectors.Load(store, library, vectors);

        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        foreach (var query in (float[][])[vectors[0], vectors[count / 2], Vectors(1, model.Dimensions, seed: 9)[0]])
        {
            foreach (var top in (int[])[1, 10, 300])
            {
                var expected = all.Search(query, top, cancellationToken: TestContext.Current.CancellationToken)
                    .Select(row => new ScoredRow(entries[(int)row.Row], row.Score));
                Assert.Equal(expected, snapshot.RankPictures(query, top, null, Stop));
            }
        }
        var measured = snapshot.MeasurePictures(vectors[0], new LogitScale(100, null), cancellationToken: Stop);
        Assert.Equal(count, measured.Count);
        Assert.Equal(all.Measure(vectors[0], new LogitScale(100, null), Stop).Mean, measured.Mean, 6);
    }

    [Fact]
    public void A_large_library_is_searched_through_an_index_unless_an_exact_answer_is_asked_for()
    {
        using var store = PostgresStore.At(TestServer.NewDatabase());
        store.ExactBelow = 500;
        using var folder = new TestFolder();
        var model = BitmapFolder.Model;
        var location = store.LibraryOf(folder.Path);
        var library = LibraryCreation.Open(location, model, decode: null);
        var vectors = Vectors(600, model.Dimensions);
        StoredVectors.Load(store, library, vectors);
        Assert.False(store.ReadActivity(location).IsApproximate);
        NeighborGraph.Ensure(store, library, TestContext.Current.CancellationToken);
        Assert.True(store.ReadActivity(location).IsApproximate);

        var near = Rank(new PictureFilter { Folder = "" });
        var some = Rank(new PictureFilter { Globs = ["00001*"] });
        store.IsExact = true;
        var exact = Rank(null);
        Assert.Equal(exact[0], near[0]);
        Assert.InRange(near.Intersect(exact).Count(), 15, 20);
        // The filter is part of the search: all that it selects are found.
        Assert.Equal(Rank(new PictureFilter { Globs = ["00001*"] }), some);

        ScoredRow[] Rank(PictureFilter? filter)
        {
            using var index = PictureIndex.Open(location);
            using var snapshot = index.TakeSnapshot();
            return snapshot.RankPictures(vectors[123], 20, filter, Stop);
        }
    }

    /// <summary>Groups of neighbors, some of them equal.</summary>
    private static float[][] Vectors(int count, int dimensions, int seed = 1)
    {
        var random = new Random(seed);
        var center = new float[dimensions];
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                if (i % 100 == 0)
                    center = [.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5))];
                var apart = i % 10 == 1 ? 0 : 1e-4f * (i % 100);
                var vector = Array.ConvertAll(center, value => value + (apart * (float)(random.NextDouble() - 0.5)));
                var length = MathF.Sqrt(vector.Sum(static value => value * value));
                return Array.ConvertAll(vector, value => value / length);
            }),
        ];
    }
}
