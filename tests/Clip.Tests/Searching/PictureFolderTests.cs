namespace Clip.Tests.Searching;

/// <summary>Opening, adding, removing and searching in a few lines.</summary>
public sealed class PictureFolderTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_searched_by_text_picture_vector_and_mix()
    {
        var search = pictures.Search;
        var macaws = Query.FromPicture(PictureSource.FromFile(pictures.At("kodak-23.jpg")));
        var vector = Query.FromVector(pictures.Model.Text.Encode("two macaw parrots", Stop));
        var indexed = PictureSource.FromIndex("photos/kodak-23.jpg");
        var mix = new Query([QueryTerm.Text("parrots"), QueryTerm.Picture(indexed)]);

        foreach (var query in (Query[])["two macaw parrots", macaws, vector, mix])
        {
            var answer = await search.SearchAsync(query, topK: 2, cancellationToken: Stop);
            Assert.Equal("photos/kodak-23.jpg", answer.Pictures[0].Path);
            Assert.Equal(2, answer.Pictures.Count);
        }
        var filtered = await search.SearchAsync(
            "two macaw parrots", filter: new PictureFilter { Globs = ["*-01.jpg"] }, cancellationToken: Stop);
        Assert.Equal("photos/kodak-01.jpg", Assert.Single(filtered.Pictures).Path);
    }

    [Fact]
    public async Task Files_are_added_and_removed_by_name()
    {
        using var folder = pictures.CopyIndexed();
        using var search = new PictureSearch(pictures.Model, folder.Path);
        Assert.Equal(1, await search.RemoveAsync(["photos/kodak-23.jpg", "photos/none.jpg"], Stop));
        Assert.DoesNotContain(
            (await search.SearchAsync("two macaw parrots", cancellationToken: Stop)).Pictures,
            static found => found.Path == "photos/kodak-23.jpg");

        var report = await search.AddAsync([folder.At("photos", "kodak-23.jpg")], cancellationToken: Stop);

        Assert.Equal(1, report!.Added);
        var answer = await search.SearchAsync("two macaw parrots", topK: 1, cancellationToken: Stop);
        Assert.Equal("photos/kodak-23.jpg", answer.Pictures[0].Path);
        await Assert.ThrowsAsync<ArgumentException>(() => search.AddAsync([], cancellationToken: Stop));
    }

    [Fact]
    public async Task A_request_out_of_range_names_the_property()
    {
        var search = pictures.Search;
        var picture = PictureSource.FromIndex("photos/kodak-23.jpg");

        await Refuses("request.TopK", () => search.SearchAsync(new SearchRequest("parrots") { TopK = 0 }, null, Stop));
        await Refuses("request.TopK", () => search.CaptionAsync(new CaptionRequest(picture) { TopK = 0 }, null, Stop));
        await Refuses("request.Groups", () => search.ClusterAsync(new ClusterRequest { Groups = 0 }, null, Stop));
        await Refuses("request.Threshold", () =>
            search.FindDuplicatesAsync(new DuplicateRequest { Threshold = 2 }, null, Stop));
        Assert.Throws<ArgumentOutOfRangeException>(
            "request.TopK", () => PictureListing.List([], new ListRequest { TopK = 0 }));

        static Task Refuses(string name, Func<Task> request) =>
            Assert.ThrowsAsync<ArgumentOutOfRangeException>(name, request);
    }

    [Fact]
    public void An_index_is_opened_by_its_folder_and_refused_for_another_model()
    {
        var folder = pictures.Location.Root;
        using var index = PictureIndex.Open(folder);
        using var same = PictureIndex.Open(
            folder, new PictureIndexOptions { ModelFingerprint = pictures.Model.Fingerprint });

        Assert.Equal(pictures.Model.Fingerprint, index.ModelFingerprint);
        Assert.Equal((pictures.Model.Name, pictures.Model.Dimensions), (index.ModelName, index.Dimensions));
        var error = Assert.Throws<IndexException>(
            () => PictureIndex.Open(folder, new PictureIndexOptions { ModelFingerprint = "0123" }));
        Assert.Equal(IndexFault.OtherModel, error.Fault);
    }

    [Fact]
    public async Task A_search_that_was_disposed_says_so()
    {
        var search = new PictureSearch(pictures.Model, pictures.Location);
        await search.SearchAsync("a dog", cancellationToken: Stop);
        var running = search.SearchAsync("a cat", cancellationToken: Stop);
        search.Dispose();
        search.Dispose();

        // It may have ended before.
        if (await Record.ExceptionAsync(() => running) is { } error)
            Assert.Equal(nameof(PictureSearch), Assert.IsType<ObjectDisposedException>(error).ObjectName);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => search.SearchAsync("a dog", cancellationToken: Stop));
        Assert.Throws<ObjectDisposedException>(() => search.OpenIndex());
    }

    [Fact]
    public async Task An_indexer_that_waits_does_not_block_its_caller()
    {
        using var folder = pictures.CopyIndexed();
        var location = IndexLocation.For(folder.Path);
        var indexer = new Indexer(
            pictures.Model, location, new IndexerOptions { Wait = new WriterWait(TimeSpan.FromMinutes(1)) });
        Task<IndexReport> running;
        using (Clip.Catalog.Writing.WriterLock.Take(location, WriterWait.None, Stop))
        {
            running = indexer.RunAsync(cancellationToken: Stop);
            Assert.False(running.IsCompleted);
        }
        Assert.Equal(SearchedPictures.Names.Length, (await running).Skipped);
    }
}
