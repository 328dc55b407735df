using Clip.Postgres.Reading;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Reading;

public sealed class NeighborGraphTests : IDisposable
{
    private const int Count = 300;

    private readonly string _address = TestServer.NewDatabase();
    private readonly PostgresStore _store;
    private readonly TestFolder _folder = new();
    private readonly IndexLocation _location;
    private readonly StoredLibrary _library;
    private readonly float[][] _vectors = StoredVectors.Random(Count, BitmapFolder.Model.Dimensions);

    public NeighborGraphTests()
    {
        _store = PostgresStore.At(_address);
        _store.ExactBelow = Count / 2;
        _location = _store.LibraryOf(_folder.Path);
        _library = LibraryCreation.Open(_location, BitmapFolder.Model, decode: null);
        StoredVectors.Load(_store, _library, _vectors);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Programs_that_build_it_at_the_same_time_build_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => NeighborGraph.Ensure(_store, _library, Stop), Stop)));
        using var session = _store.Begin();
        Assert.True(NeighborGraph.Exists(session, _library.Id));
        Assert.Equal(1L, session.Value<long>("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%hnsw%'"));
    }

    [Fact]
    public void One_that_was_interrupted_is_built_again_and_removed_where_the_library_needs_none()
    {
        foreach (var exactBelow in (long[])[_store.ExactBelow, long.MaxValue])
        {
            NeighborGraph.Ensure(_store, _library, Stop);
            TestServer.Run(
                _address, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
                    + $"(SELECT oid FROM pg_class WHERE relname = 'picture_nearest_{_library.Id}')");
            Assert.Single(_store.Verify(_location, Stop).Problems);
            _store.ExactBelow = exactBelow;
            NeighborGraph.Ensure(_store, _library, Stop);
            Assert.Empty(_store.Verify(_location, Stop).Problems);
            using var session = _store.Begin();
            Assert.Equal(exactBelow < long.MaxValue, NeighborGraph.Exists(session, _library.Id));
        }
    }

    [Fact]
    public void That_of_a_very_large_library_has_parts_and_finds_the_same()
    {
        NeighborGraph.Ensure(_store, _library, Stop);
        AssertFindsAll(parts: 1);
        // It is replaced where the library has outgrown it twice.
        _store.GraphPartSize = Count / 2;
        NeighborGraph.Ensure(_store, _library, Stop);
        AssertFindsAll(parts: 1);
        _store.GraphPartSize = Count / 3;
        // A part that was interrupted is built again, and what was there is used until then.
        var dimensions = _library.Model.Dimensions;
        TestServer.Run(_address, new NeighborGraphPart(_library.Id, 1, 4).Create(dimensions));
        TestServer.Run(
            _address, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
                + $"(SELECT oid FROM pg_class WHERE relname = 'picture_nearest_{_library.Id}_1_of_4')");
        AssertFindsAll(parts: 1);
        NeighborGraph.Ensure(_store, _library, Stop);
        AssertFindsAll(parts: 4);
        Assert.Equal(4L, TestServer.Value<long>(
            _address, "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%hnsw%'"));
        Assert.Empty(_store.Verify(_location, Stop).Problems);
    }

    [Fact]
    public void A_filter_that_few_pictures_meet_finds_all_of_them()
    {
        NeighborGraph.Ensure(_store, _library, Stop);
        // The index gives up early, and is used in spite of that.
        var database = _address[(_address.LastIndexOf('/') + 1)..];
        foreach (var setting in (string[])["hnsw.max_scan_tuples = 1", "enable_seqscan = off", "enable_sort = off"])
            TestServer.Run(_address, $"ALTER DATABASE {database} SET {setting}");
        using var store = PostgresStore.At(_address);
        using var index = PictureIndex.Open(store.FindLibrary());
        using var snapshot = index.TakeSnapshot();
        var filter = new PictureFilter { Globs = ["*7.bmp"] };
        var found = snapshot.RankPictures(_vectors[0], 30, filter, Stop);
        store.IsExact = true;
        using var exact = index.TakeSnapshot();
        Assert.Equal(exact.RankPictures(_vectors[0], 30, filter, Stop), found);
        Assert.Equal(30, found.Length);
    }

    /// <summary>Checks that searches go through so many parts, and find what a comparison with all does.</summary>
    private void AssertFindsAll(int parts)
    {
        using var session = _store.Begin();
        Assert.Equal(parts, NeighborGraph.CountParts(session, _library.Id));
        // Sequential scans would find the same.
        session.Execute("SET LOCAL enable_seqscan = off");
        session.Execute("SET LOCAL enable_sort = off");
        var sql = NeighborGraph.Query(_library, parts, _vectors[0], 20, static _ => { });
        var plan = string.Join('\n', session.Rows(static row => row.GetString(0), $"EXPLAIN {sql}", sql.Values));
        for (var part = 0; part < parts; part++)
            Assert.Contains($"using {new NeighborGraphPart(_library.Id, part, parts).Name} ", plan);
        foreach (var query in _vectors.Take(5))
        {
            var near = NeighborGraph.Find(session, _library, parts, query, 20, Count, static _ => { });
            using var index = PictureIndex.Open(_location);
            using var snapshot = index.TakeSnapshot();
            var exact = ((PostgresSnapshot)snapshot).RankExactly(query, 20, Stop);
            Assert.Equal(exact.Select(static row => row.Row), near);
        }
    }

    [Fact]
    public void A_recall_is_chosen_from_what_was_measured_on_the_library()
    {
        Assert.Equal(new RecallChoice(1, null, 0), _store.ChooseRecall(_location, 0.9, null, Stop));
        NeighborGraph.Ensure(_store, _library, Stop);
        var choice = _store.ChooseRecall(_location, 0.9, null, Stop);
        Assert.InRange(choice.Queries, 20, 40);
        var note = TestServer.Value<string>(_address, "SELECT value FROM clip.note WHERE name = 'recall-curve'");
        var curve = RecallCurve.Parse(note)!;
        Assert.Equal((Count, note), (curve.Pictures, curve.Format()));
        Assert.Equal(curve.Choose(0.9), choice);
        // Remembered, and chosen from.
        TestServer.Run(_address, $"UPDATE clip.note SET value = '{Count} 9 own 0.8 0.9 0.91 0.92 0.93'");
        Assert.Equal(new RecallChoice(0.9, 250, 9), _store.ChooseRecall(_location, 0.85, null, Stop));
        Assert.Equal(new RecallChoice(1, null, 9), _store.ChooseRecall(_location, 0.99, null, Stop));
        // What was measured without texts says little of them.
        Assert.InRange(_store.ChooseRecall(_location, 0.85, BitmapFolder.Model, Stop).Queries, 30, 40);
        Assert.True(RecallCurve.Parse(TestServer.Value<string>(
            _address, "SELECT value FROM clip.note WHERE name = 'recall-curve'"))!.HasTexts);
        // Of a library that has become another one, it says nothing, and is measured again.
        Assert.True(curve.Fits(Count * 11 / 10));
        Assert.False(curve.Fits(Count * 2));
        Assert.False(curve.Fits(Count / 2));
        Assert.Null(RecallCurve.Parse("40 1 0.5"));
        TestServer.Run(_address, $"UPDATE clip.note SET value = '{Count * 2} 9 own 0.8 0.9 0.91 0.92 0.93'");
        NeighborGraph.Ensure(_store, _library, Stop);
        Assert.Equal(Count, RecallCurve.Parse(TestServer.Value<string>(
            _address, "SELECT value FROM clip.note WHERE name = 'recall-curve'"))!.Pictures);
    }

    [Fact]
    public void Searches_look_at_as_much_as_the_library_remembers_to_find_enough()
    {
        NeighborGraph.Ensure(_store, _library, Stop);
        using var index = PictureIndex.Open(_location);

        foreach (var (recalls, width) in new[]
        {
            ("texts 0.8 0.9 0.96 0.97 1", "400"), ("own 0.8 0.9 0.96 0.98 1", "640"),
            ("texts 0.8 0.9 0.91 0.92 0.93", "1000"),
        })
        {
            TestServer.Run(_address, $"UPDATE clip.note SET value = '{Count} 9 {recalls}'");
            using var snapshot = (PostgresSnapshot)index.TakeSnapshot();

            Assert.Equal(10, snapshot.RankPictures(_vectors[0], 10, new PictureFilter(), Stop).Length);

            Assert.Equal(width, snapshot.Read(static session => session.Value<string>("SHOW hnsw.ef_search")));
        }
    }
}
