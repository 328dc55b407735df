using Clip.Postgres.Objects;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Cli;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Objects;

public sealed class PictureBucketTests : IAsyncLifetime
{
    private readonly PostgresStore _store;
    private readonly string _address = TestServer.NewDatabase();
    private readonly List<ClipException> _errors = [];
    private BucketServer _server = null!;
    private PictureBucket _bucket = null!;

    public PictureBucketTests() => _store = PostgresStore.At(_address);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await BucketServer.StartAsync();
        _bucket = _server.Open("2026/");
        for (var i = 0; i < 5; i++)
            _server.Put($"2026/{(i < 2 ? "sub folder/" : "")}ü{i}.bmp", BitmapFolder.Bitmap(i));
    }

    public async ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        _store.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_pictures_of_a_bucket_are_indexed_as_those_of_a_folder_and_known_by_their_tags()
    {
        _server.Put("2026/notes.txt", [1]);
        _server.Put("2026/.hidden/a.bmp", BitmapFolder.Bitmap(7));
        _server.Put("2027/other.bmp", BitmapFolder.Bitmap(8));
        _server.Put("2026/", []);
        using var folder = new BitmapFolder();
        foreach (var (key, found) in _server.Objects
            .Where(static one => one.Key.Contains('ü', StringComparison.Ordinal)))
        {
            await File.WriteAllBytesAsync(folder.At(key["2026/".Length..]), found.Content, Stop);
        }
        await folder.IndexAsync();

        var first = await IndexAsync();
        Assert.Equal((5, 0), (first.Added, first.Failed));
        Assert.Equal(Describe(folder.Location), Describe(_store.FindLibrary()));
        Assert.Equal(5, (await IndexAsync()).Skipped);
        Assert.All(_server.Reads.Values, static reads => Assert.Equal(1, reads));

        // Of the same size and time.
        _server.Put("2026/ü4.bmp", BitmapFolder.Bitmap(9), "\"no.hash.of.it\"");
        _server.Objects.TryRemove("2026/ü3.bmp", out var moved);
        _server.Put("2026/moved.bmp", moved!.Content);
        _server.Objects.TryRemove("2026/ü2.bmp", out _);
        var second = await IndexAsync();
        Assert.Equal((1, 1, 1, 0), (second.Updated, second.Moved, second.Removed, second.Added));
        Assert.True(_store.Verify(_store.FindLibrary(), Stop).IsSound);

        _server.Objects.Clear();
        Assert.Equal(4, (await IndexAsync()).Absent);
        Assert.Contains("nothing was removed", Assert.Single(_errors).Problem, StringComparison.Ordinal);
        Assert.Equal(4, (await IndexAsync(new IndexerOptions { Prune = true })).Removed);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_no_fault_of_its_object()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.At("copy"));

        var error = await Assert.ThrowsAsync<ClipException>(
            () => ObjectCopy.WriteAsync(new MemoryStream([1]), folder.At("copy"), Stop));

        Assert.Contains("cannot be written", error.Problem, StringComparison.Ordinal);
        Assert.Equal(3, await ObjectCopy.WriteAsync(new MemoryStream([1, 2, 3]), folder.At("other"), Stop));
    }

    [Theory]
    [InlineData("a.jpg", true)]
    [InlineData("C:a.jpg", false)]
    [InlineData("a.jpg:stream", false)]
    [InlineData("a.jpg.", false)]
    [InlineData("a ", false)]
    public void Names_that_Windows_takes_for_something_else_are_none_there(string name, bool isName) =>
        Assert.Equal(isName, ObjectAddress.IsNameOnWindows(name));

    [Fact]
    public void No_message_shows_keys_in_an_address()
    {
        ClipException[] errors =
        [
            Assert.Throws<ClipException>(static () => PictureBucket.At("s3://KEY:HUSH@photos/2026")),
            Assert.Throws<ClipException>(static () => PictureBucket.At("s3://photos", "http://KEY:HUSH@host:9000")),
        ];
        Assert.All(errors, static error => Assert.DoesNotContain("HUSH", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_that_are_broken_cut_off_refused_or_gone_are_named_and_the_others_are_stored()
    {
        _server.Put("2026/broken.bmp", [1, 2, 3]);
        _server.Put("2026/a//b.bmp", BitmapFolder.Bitmap(1));
        Change("2026/ü2.bmp", static found => found with { TimesCutOff = 1 });
        Change("2026/ü3.bmp", static found => found with { TimesCutOff = 100 });
        Change("2026/ü4.bmp", static found => found with { Refusal = "AccessDenied" });
        _server.Put("2026/encrypted.bmp", BitmapFolder.Bitmap(9));
        _server.Put("2026/emptied.bmp", BitmapFolder.Bitmap(8));
        Change("2026/encrypted.bmp", static found => found with { Refusal = "InvalidRequest", RefusalStatus = 400 });
        Change("2026/emptied.bmp", static found => found with { Refusal = "InvalidRange", RefusalStatus = 416 });
        var location = _store.LibraryOf(_bucket.Address);
        Assert.Equal(8, await new StoreBucketIndexer(BitmapFolder.Model, location, _bucket).PlanAsync(Report, Stop));
        _server.Objects.TryRemove("2026/sub folder/ü0.bmp", out _);

        // A worker that was killed has a part of the work.
        var library = LibraryCreation.Open(location, BitmapFolder.Model, decode: null).Id;
        Assert.NotNull(new WorkQueue(_store, library, "killed") { Lease = TimeSpan.FromMilliseconds(1) }.Take());
        var worker = new StoreWorker(BitmapFolder.Model, location) { Bucket = _bucket };
        Assert.Equal(2, await worker.RunAsync(untilDone: true, null, Report, Stop));
        Assert.Equal(
            [
                "s3://photos/2026/a//b.bmp: has a key that is no path",
                "s3://photos/2026/broken.bmp: is not a picture",
                "s3://photos/2026/emptied.bmp: is empty",
                "s3://photos/2026/encrypted.bmp: is refused by the object store: 400 InvalidRequest",
                "s3://photos/2026/sub folder/ü0.bmp: is gone since it was planned",
                "s3://photos/2026/ü3.bmp: ends before its length",
                "s3://photos/2026/ü4.bmp: may not be read with these credentials",
            ],
            _errors.Select(static error => $"{error.Subject}: {error.Problem}").Order(StringComparer.Ordinal)
                .Select(static text => text.StartsWith("s3://photos/2026/broken", StringComparison.Ordinal)
                    ? "s3://photos/2026/broken.bmp: is not a picture"
                    : text));
        using var index = PictureIndex.Open(location);
        Assert.Equal(["sub folder/ü1.bmp", "ü2.bmp"], index.Files().Select(static file => file.Path));
        Assert.Equal(6, index.FailureCount);

        // What is known to be broken is not read again; what may only have been away is.
        _errors.Clear();
        Change("2026/ü3.bmp", static found => found with { TimesCutOff = 0 });
        var next = await IndexAsync();
        Assert.Equal((1, 1), (next.Added, next.KnownFailures));
        Assert.Equal(1, _server.Reads["2026/broken.bmp"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_store_is_said_with_its_remedy()
    {
        Dictionary<string, string?> wrong = new(BucketServer.Environment) { ["AWS_SECRET_ACCESS_KEY"] = "other" };
        await AssertFailsAsync(
            PictureBucket.At("s3://photos/2026", _server.Endpoint, wrong.GetValueOrDefault),
            "does not accept the credentials", "AWS_SECRET_ACCESS_KEY");
        await AssertFailsAsync(
            PictureBucket.At("s3://photos/2026", _server.Endpoint, static _ => null),
            "the credentials may not list or read it", "AWS_ACCESS_KEY_ID");
        await AssertFailsAsync(
            PictureBucket.At("s3://none", _server.Endpoint, static name => BucketServer.Environment[name]),
            "there is no such bucket", "the endpoint");
        Assert.Equal("s3:///x", Assert.Throws<ClipException>(static () => PictureBucket.At("s3:///x")).Subject);
        Assert.Equal(
            "ftp://x", Assert.Throws<ClipException>(static () => PictureBucket.At("s3://x", "ftp://x")).Subject);

        async Task AssertFailsAsync(PictureBucket bucket, string problem, string remedy)
        {
            using var one = bucket;
            var error = await Assert.ThrowsAsync<ClipException>(() => new StoreBucketIndexer(
                BitmapFolder.Model, _store.LibraryOf(bucket.Address), bucket).PlanAsync(Report, Stop));
            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
            Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_program_plans_and_encodes_a_bucket_and_shows_addresses()
    {
        string[] bucket = ["--store", _address, "--s3-endpoint", _server.Endpoint, "--json"];
        var planned = (await RunAsync(["index", "s3://photos/2026", "--plan", .. bucket])).Ended(0);
        Assert.Equal(5, planned.Json.Single().GetProperty("planned").GetInt32());
        (await RunAsync(["worker", "--root", "s3://photos/2026", "--once", .. bucket])).Ended(0);
        var found = (await RunAsync(["search", "stripes", "--store", _address, "--json"])).Ended(0);
        Assert.Contains("s3://photos/2026/sub folder/ü1.bmp", found.Paths);
        (await RunAsync(["index", "s3://photos/2026"])).IsError("s3://photos/2026", "--store");
    }

    private static Task<Answer> RunAsync(string[] arguments) =>
        ClipSearch.RunAsync(arguments, null, environment: BucketServer.Environment);

    private void Change(string key, Func<BucketServer.StoredObject, BucketServer.StoredObject> change) =>
        _server.Objects[key] = change(_server.Objects[key]);

    private void Report(ClipException error) => _errors.Add(error);

    private Task<IndexReport> IndexAsync(IndexerOptions? options = null) => new StoreBucketIndexer(
        BitmapFolder.Model, _store.LibraryOf(_bucket.Address), _bucket, options).RunAsync(null, Report, Stop);

    private static string[] Describe(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        return [.. index.Files().Select(static file => $"{file.Path} {file.Hash} {file.Width}")];
    }
}
