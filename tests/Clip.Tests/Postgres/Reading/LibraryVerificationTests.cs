using Clip.Postgres.Work;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Reading;

public sealed class LibraryVerificationTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Damage_is_found_and_named_and_a_sound_library_is_sound()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp");
        await File.WriteAllTextAsync(_folder.At("a.txt"), "a caption", Stop);
        var location = _store.LibraryOf(_folder.Root);
        await new StoreIndexer(BitmapFolder.Model, location).RunAsync(null, null, Stop);
        var sound = _store.Verify(location, Stop);
        Assert.Equal((4, true), (sound.Vectors, sound.IsSound));

        AssertFinds(
            "pictures whose 16-bit vector is not that of 32 bits: 1, such as ",
            "UPDATE clip.picture SET code = (SELECT code FROM clip.picture ORDER BY entry DESC LIMIT 1) WHERE entry = "
            + "(SELECT min(entry) FROM clip.picture)");
        AssertFinds(
            "captions whose vector is not of unit length: 1, such as ",
            "UPDATE clip.caption SET embedding = (SELECT array_agg(x * 2) FROM unnest(embedding::real[]) x)::vector");
        AssertFinds(
            $"captions whose vector has not {BitmapFolder.Model.Dimensions} dimensions: 1, such as ",
            "UPDATE clip.caption SET embedding = '[1]', code = '[1]'");
        AssertFinds(
            "pictures without a file: 1, such as ",
            "INSERT INTO clip.picture SELECT library_id, nextval('clip.entry'), 'x', 1, 1, code, embedding "
            + "FROM clip.picture LIMIT 1");
        AssertFinds(
            "chunks of work leased to a worker that is not there: 1, such as ghost",
            "INSERT INTO clip.plan (library_id, plan_id) SELECT library_id, 1 FROM clip.library; "
            + "INSERT INTO clip.chunk (library_id, chunk_id, plan_id, paths, worker, lease_until) "
            + "SELECT library_id, 1, 1, '{a}', 'ghost', now() + interval '1 hour' FROM clip.library");
        AssertFinds(
            "chunks of work of a plan that is not there: 1, such as ",
            "INSERT INTO clip.chunk (library_id, chunk_id, plan_id, paths) "
            + "SELECT library_id, 2, 77, '{a}' FROM clip.library");

        void AssertFinds(string problem, string sql)
        {
            TestServer.Run(_store.Address, sql);
            Assert.Contains(
                _store.Verify(location, Stop).Problems, found => found.Contains(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_lease_names_a_worker_that_is_there()
    {
        using var folder = new TestFolder();
        var location = _store.LibraryOf(folder.Path);
        var library = Clip.Postgres.Writing.LibraryCreation.Open(location, BitmapFolder.Model, decode: null);
        WorkPlan.Begin(_store, library.Id, adopts: false).Add(["a"]);
        Assert.NotNull(new WorkQueue(_store, library.Id, "worker").Take());
        Assert.Empty(_store.Verify(location, Stop).Problems);
    }
}
