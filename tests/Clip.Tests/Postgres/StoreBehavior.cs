using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

/// <summary>What an index does wherever it is kept. Each place is a class that runs all of it.</summary>
public abstract partial class StoreBehavior : IDisposable
{
    private readonly BitmapFolder _folder = new();

    private protected BitmapFolder Folder => _folder;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the test has used.</summary>
    protected virtual void Dispose(bool disposing) => _folder.Dispose();

    /// <summary>Where the index of a folder is.</summary>
    protected abstract IndexLocation LocationOf(string root);

    /// <summary>Brings an index up to date.</summary>
    private protected abstract Task<IndexReport> IndexAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Action<ClipException> report);

    [Fact]
    public async Task Pictures_are_found_by_what_they_show_and_by_their_words()
    {
        _folder.MakeAll(1, "blue/first.bmp", "blue/second.bmp", "red/third dogs.bmp", "fourth.bmp");
        File.Copy(_folder.At("fourth.bmp"), _folder.At("red/copy.bmp"));
        await File.WriteAllTextAsync(_folder.At("blue/second.txt"), "a running dog\nthe sea", Stop);
        var (location, report) = await RunAsync();
        Assert.Equal((5, 0, 0, 0), (report.Added, report.Updated, report.Removed, report.Failed));

        using var search = new PictureSearch(BitmapFolder.Model, location);
        var all = await search.SearchAsync("something", topK: 10, cancellationToken: Stop);
        Assert.Equal(5, all.Pictures.Count);
        Assert.Equal([1, 2, 3, 4, 5], all.Pictures.Select(static found => found.Rank));
        Assert.Equal(all.Pictures.OrderByDescending(static found => found.Cosine), all.Pictures);
        // The copies are one picture.
        Assert.Single(all.Pictures.Where(static found => found.Path is "fourth.bmp" or "red/copy.bmp")
            .Select(static found => found.Cosine).Distinct());

        var words = new SearchRequest("dog") { Rank = RankBy.Words, WithFiles = true };
        var byWords = await search.SearchAsync(words, null, Stop);
        // "dogs" in a name has the same stem.
        Assert.Equal(
            ["blue/second.bmp", "red/third dogs.bmp"], byWords.Pictures.Select(static found => found.Path).Order());
        Assert.Contains("a running dog", byWords.Pictures.Select(static found => found.Caption));
        Assert.Equal((8, 8), (byWords.Pictures[0].File!.Width, byWords.Pictures[0].File!.Height));
        Assert.Empty((await search.SearchAsync(words with { Query = "zebra" }, null, Stop)).Pictures);

        var similar = await search.SimilarAsync(
            new SimilarRequest(PictureSource.FromFile(_folder.At("fourth.bmp"))) { TopK = 1 }, null, Stop);
        Assert.Equal("red/copy.bmp", Assert.Single(similar.Pictures).Path);

        var captions = await search.CaptionAsync(
            new CaptionRequest(PictureSource.FromFile(_folder.At("fourth.bmp"))) { TopK = 5 }, null, Stop);
        Assert.Equal(["a running dog", "the sea"], captions.Captions.Select(static found => found.Caption).Order());
        Assert.All(captions.Captions, static found => Assert.Equal("blue/second.bmp", found.Picture));
    }

    [Fact]
    public async Task Filters_choose_pictures_before_the_search()
    {
        _folder.MakeAll(1, "a/one.bmp", "a/two.bmp", "b/three.bmp", "a0/four.bmp");
        WriteXmp("a/two.xmp", "2020-05-01T10:00:00", "NIKON");
        WriteXmp("b/three.xmp", "2021-05-01T10:00:00", "Canon");
        var (location, _) = await RunAsync();
        using var search = new PictureSearch(BitmapFolder.Model, location);

        await AssertFindsAsync(new PictureFilter { Folder = "a" }, ["a/one.bmp", "a/two.bmp"]);
        await AssertFindsAsync(new PictureFilter { Globs = ["T*"] }, ["a/two.bmp", "b/three.bmp"]);
        await AssertFindsAsync(new PictureFilter { CapturedFrom = new(2021, 1, 1) }, ["b/three.bmp"]);
        await AssertFindsAsync(new PictureFilter { CapturedBefore = new(2021, 1, 1) }, ["a/two.bmp"]);
        await AssertFindsAsync(new PictureFilter { Cameras = ["nik"] }, ["a/two.bmp"]);
        await AssertFindsAsync(new PictureFilter { MinWidth = 9 }, []);
        await AssertFindsAsync(new PictureFilter { Globs = ["two*"], Folder = "b" }, []);
        await AssertFindsAsync(new PictureFilter { Globs = ["!o*"], Folder = "a", MinWidth = 8 }, ["a/two.bmp"]);

        var none = await search.SearchAsync("x", 5, new PictureFilter { MinHeight = 100 }, Stop);
        Assert.Equal([new FilterCount(FilterCondition.Size, 0, 4, 4)], none.FilterCounts);
        var list = PictureListing.List(
            [new SearchedFolder(location)],
            new ListRequest { Filter = new PictureFilter { Folder = "a" }, Order = PictureOrder.NewestFirst });
        Assert.Equal(["a/one.bmp", "a/two.bmp"], list.Pictures.Select(static one => one.File.Path).Order());

        async Task AssertFindsAsync(PictureFilter filter, string[] paths)
        {
            var answer = await search.SearchAsync("x", 10, filter, Stop);
            Assert.Equal(paths, answer.Pictures.Select(static found => found.Path).Order());
        }
    }

    [Fact]
    public async Task What_changed_on_disk_changes_in_the_index_and_nothing_else()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp", "d.bmp");
        File.WriteAllText(_folder.At("broken.jpg"), "no picture");
        List<ClipException> errors = [];
        var (location, first) = await RunAsync(errors);
        Assert.Equal((4, 1), (first.Added, first.Failed));
        Assert.Equal(_folder.At("broken.jpg"), Assert.Single(errors).Subject);

        var (_, second) = await RunAsync();
        Assert.Equal((0, 0, 4, 1), (second.Added, second.Updated, second.Skipped, second.KnownFailures));

        _folder.Make("a.bmp", 9);
        File.Delete(_folder.At("b.bmp"));
        File.Delete(_folder.At("broken.jpg"));
        File.Move(_folder.At("c.bmp"), _folder.At("moved.bmp"));
        var (_, third) = await RunAsync();
        Assert.Equal(
            (0, 1, 1, 1, 1), (third.Added, third.Updated, third.Moved, third.Removed, third.Skipped));
        using var index = PictureIndex.Open(location);
        Assert.Equal(["a.bmp", "d.bmp", "moved.bmp"], index.Files().Select(static file => file.Path));
        Assert.Equal((3, 3, 0), (index.PictureCount, index.FileCount, index.FailureCount));
    }

    [Fact]
    public async Task Equal_pictures_are_listed_in_the_order_in_which_they_came_and_pages_do_not_change_that()
    {
        _folder.MakeAll(1, "c.bmp");
        foreach (var copy in (string[])["b.bmp", "a.bmp", "d/e.bmp"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(copy))!);
            File.Copy(_folder.At("c.bmp"), _folder.At(copy));
        }
        _folder.Make("other.bmp", 200);
        var (location, _) = await RunAsync();
        using var search = new PictureSearch(BitmapFolder.Model, location);
        var source = PictureSource.FromFile(_folder.At("c.bmp"));
        var all = await search.SearchAsync(new SearchRequest(Query.FromPicture(source)) { TopK = 10 }, null, Stop);
        Assert.Equal(
            ["a.bmp", "b.bmp", "c.bmp", "d/e.bmp", "other.bmp"], all.Pictures.Select(static found => found.Path));
        var some = await search.SearchAsync(new SearchRequest(Query.FromPicture(source)) { TopK = 2 }, null, Stop);
        Assert.Equal(all.Pictures.Take(2).Select(static found => found.Path), some.Pictures.Select(
            static found => found.Path));
    }

    [Fact]
    public async Task Scores_are_limited_normalized_and_fused_with_words()
    {
        _folder.MakeAll(1, "dog.bmp", "b.bmp", "c.bmp", "d.bmp");
        var (location, _) = await RunAsync();
        using var search = new PictureSearch(BitmapFolder.Model, location);
        var plain = await search.SearchAsync(new SearchRequest("a dog") { TopK = 10 }, null, Stop);
        var normal = await search.SearchAsync(
            new SearchRequest("a dog") { Score = ScoreKind.ZScore, TopK = 10 }, null, Stop);
        Assert.Equal(plain.Pictures.Select(static found => found.Path), normal.Pictures.Select(
            static found => found.Path));
        Assert.Equal(0, normal.Pictures.Sum(static found => found.Score), 3);
        var limited = await search.SearchAsync(
            new SearchRequest("a dog") { MinScore = plain.Pictures[1].Score, TopK = 10 }, null, Stop);
        Assert.Equal(2, limited.Pictures.Count);
        var cut = await search.SearchAsync(new SearchRequest("a dog") { Cutoff = 0.5, TopK = 10 }, null, Stop);
        Assert.Equal(
            plain.Pictures.Take(cut.Pictures.Count).Select(static found => found.Path),
            cut.Pictures.Select(static found => found.Path));
        var diverse = await search.SearchAsync(new SearchRequest("a dog") { Diversity = 0.5, TopK = 3 }, null, Stop);
        Assert.Equal((3, plain.Pictures[0].Path), (diverse.Pictures.Count, diverse.Pictures[0].Path));
        var fused = await search.SearchAsync(new SearchRequest("dog") { Rank = RankBy.Fused }, null, Stop);
        Assert.Equal("dog.bmp", fused.Pictures[0].Path);
        Assert.Equal(4, fused.Pictures.Count);
    }

    [Fact]
    public async Task A_collection_is_grouped_and_compared_as_a_whole()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp");
        File.Copy(_folder.At("a.bmp"), _folder.At("z.bmp"));
        var (location, _) = await RunAsync();
        using var search = new PictureSearch(BitmapFolder.Model, location);

        var clusters = await search.ClusterAsync(new ClusterRequest { Groups = 3 }, null, Stop);
        Assert.Equal(4, clusters.Clusters.Sum(static cluster => cluster.Files.Count) + clusters.Outliers.Count);
        var duplicates = await search.FindDuplicatesAsync(new DuplicateRequest { Threshold = 1 }, null, Stop);
        Assert.Equal(
            ["a.bmp", "z.bmp"], Assert.Single(duplicates.Groups).Files.Select(static file => file.Path).Order());
        var distribution = await search.SearchAsync(
            new SearchRequest("x") { Score = ScoreKind.ZScore, TopK = 1 }, null, Stop);
        Assert.Equal(3, distribution.Distribution!.Value.Count);
    }

    private protected async Task<(IndexLocation Location, IndexReport Report)> RunAsync(
        List<ClipException>? errors = null, string? captionFile = null)
    {
        var location = LocationOf(_folder.Root);
        var options = new IndexerOptions
        {
            RepeatErrors = false,
            CaptionFiles = captionFile is null ? [] : [captionFile],
        };
        var report = await IndexAsync(BitmapFolder.Model, location, options, error =>
        {
            lock (_folder)
                errors?.Add(error);
        });
        return (location, report);
    }

    private void WriteXmp(string path, string date, string camera) => File.WriteAllText(_folder.At(path), $"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
            exif:DateTimeOriginal="{date}" tiff:Make="{camera}" tiff:Model="{camera} X"/></rdf:RDF></x:xmpmeta>
        """);
}

/// <summary>An index in a folder.</summary>
public sealed class FolderStoreBehaviorTests : StoreBehavior
{
    protected override IndexLocation LocationOf(string root) => IndexLocation.For(root);

    private protected override Task<IndexReport> IndexAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Action<ClipException> report) =>
        new Indexer(model, location, options).RunAsync(null, report, Stop);
}

/// <summary>A library of a PostgreSQL database.</summary>
public sealed class PostgresStoreBehaviorTests : StoreBehavior
{
    private readonly string _address = TestServer.NewDatabase();
    private readonly PostgresStore _store;

    public PostgresStoreBehaviorTests() => _store = PostgresStore.At(_address);

    [Fact]
    public async Task Caption_files_of_the_first_tables_with_their_full_paths_are_read_again()
    {
        Folder.MakeAll(1, "a.bmp");
        var file = Folder.At("captions.csv");
        await File.WriteAllTextAsync(file, "image,caption\na.bmp,a red door\n", Stop);
        var (location, _) = await RunAsync();
        TestServer.Run(
            _address, $"UPDATE clip.caption_file SET path = '{file}', state = '' WHERE path = 'captions.csv'");

        for (var run = 0; run < 2; run++)
        {
            await RunAsync();
            using var index = PictureIndex.Open(location);
            Assert.Equal("a red door", index.CaptionText(Assert.Single(index.FindCaptions("a.bmp"))));
        }
        Assert.Equal(
            "captions.csv",
            TestServer.Value<string>(_address, "SELECT string_agg(path, '|') FROM clip.caption_file WHERE path <> ''"));
    }

    protected override IndexLocation LocationOf(string root) => _store.LibraryOf(root);

    protected override void Dispose(bool disposing)
    {
        _store.Dispose();
        base.Dispose(disposing);
    }

    private protected override Task<IndexReport> IndexAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Action<ClipException> report) =>
        new StoreIndexer(model, location, options).RunAsync(null, report, Stop);
}
