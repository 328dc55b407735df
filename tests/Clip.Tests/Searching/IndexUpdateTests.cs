using Clip.Catalog.Writing;
using Clip.Searching;
using Clip.Tests.Indexing;
using Clip.Tests.Models;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Searching;

/// <summary>What requests do about an index that is not up to date, and what they report of it.</summary>
public sealed class IndexUpdateTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_that_the_index_holds_unchanged_is_not_decoded()
    {
        using var folder = pictures.CopyIndexed();
        using var model = EmbeddedModel.Load();
        using var search = new PictureSearch(model, IndexLocation.For(folder.Path));

        var asked = PictureSource.FromFile(folder.At("photos", "kodak-05.jpg"));
        var search1 = await search.SearchAsync(new SearchRequest(Query.FromPicture(asked)), cancellationToken: Stop);
        await search.SimilarAsync(new SimilarRequest(asked), cancellationToken: Stop);
        await search.CaptionAsync(new CaptionRequest(asked), cancellationToken: Stop);

        Assert.Equal("photos/kodak-05.jpg", search1.Pictures[0].Path);
        Assert.Equal(1, search1.Pictures[0].Score, 1e-5);
        // No tower's graph was loaded, so nothing was encoded.
        Assert.Empty(model.Devices);
    }

    [Fact]
    public async Task A_search_by_words_and_embeddings_says_that_an_old_index_has_no_words()
    {
        using var folder = pictures.CopyIndexed();
        var location = IndexLocation.For(folder.Path);
        var catalog = Path.Combine(location.Directory, "catalog.db");
        await using (var database = new SqliteConnection($"Data Source={catalog};Pooling=False"))
        {
            await database.OpenAsync(Stop);
            await using var command = database.CreateCommand();
            command.CommandText = "PRAGMA user_version = 3";
            await command.ExecuteNonQueryAsync(Stop);
        }
        using var search = new PictureSearch(pictures.Model, location);

        var fused = await search.SearchAsync(new SearchRequest("macaws") { Rank = RankBy.Fused }, null, Stop);
        var byEmbedding = await search.SearchAsync(new SearchRequest("macaws"), null, Stop);

        Assert.Equal([new SearchNotice.WordsMissing(location)], fused.Notices);
        Assert.Equal(byEmbedding.Pictures.Select(one => one.Path), fused.Pictures.Select(one => one.Path));
        Assert.Empty(byEmbedding.Notices);
    }

    [Fact]
    public async Task While_another_program_writes_the_index_what_it_holds_is_searched()
    {
        using var folder = pictures.CopyIndexed();
        var location = IndexLocation.For(folder.Path);
        File.Copy(SearchedPictures.Original("kodak-06.jpg"), folder.At("photos", "new.jpg"));
        using var search = new PictureSearch(pictures.Model, location);
        List<SearchNotice> seen = [];
        SearchAnswer answer;
        using (Writer(location))
        {
            answer = await search.SearchAsync(
                new SearchRequest("a door") { Update = new IndexerOptions() },
                new SearchObserver { OnNotice = seen.Add }, Stop);
        }

        var notice = Assert.IsType<SearchNotice.IndexNotUpdated>(Assert.Single(answer.Notices));
        Assert.IsType<IndexException>(notice.Reason);
        Assert.Contains($"process {Environment.ProcessId}", notice.Reason.Message);
        Assert.Equal(answer.Notices, seen);
        Assert.Equal(SearchedPictures.Names.Length, answer.Pictures.Count);

        var later = await search.SearchAsync(
            new SearchRequest("a door") { Update = new IndexerOptions() }, cancellationToken: Stop);
        Assert.Contains("photos/new.jpg", later.Pictures.Select(found => found.Path));
    }

    [Fact]
    public async Task Searches_that_start_together_in_a_new_folder_wait_for_the_one_that_indexes_it()
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 40; i++)
            File.WriteAllBytes(folder.At($"{i}.bmp"), BitmapFolder.Bitmap(i));
        // Instances of their own, as processes have.
        var searches = Enumerable.Range(0, 4)
            .Select(_ => new PictureSearch(pictures.Model, IndexLocation.For(folder.Path))).ToList();

        var answers = await Task.WhenAll(searches.Select(search => search.SearchAsync(
            new SearchRequest("stripes") { TopK = 100, Update = new IndexerOptions() }, cancellationToken: Stop)));
        searches.ForEach(static search => search.Dispose());

        Assert.All(answers, answer => Assert.Equal(40, answer.Pictures.Count));
        Assert.All(answers, static answer => Assert.DoesNotContain(
            answer.Notices, static notice => notice is SearchNotice.IndexNotUpdated));
        var updates = answers.Select(static answer => answer.Notices.OfType<SearchNotice.IndexUpdated>().Single());
        Assert.Equal(40, updates.Sum(static update => update.Report.Added));
    }

    [Fact]
    public async Task A_bad_file_is_reported_once_while_the_update_goes_on()
    {
        using var folder = pictures.CopyIndexed();
        await File.WriteAllTextAsync(folder.At("photos", "broken.jpg"), "no picture", Stop);
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));
        List<SearchNotice> seen = [];
        var observer = new SearchObserver { OnNotice = seen.Add };
        var request = new SearchRequest("a door") { Update = new IndexerOptions() };

        var first = await search.SearchAsync(request, observer, Stop);
        var skipped = Assert.IsType<SearchNotice.FileSkipped>(seen[0]);
        seen.Clear();
        await search.SearchAsync(request, observer, Stop);

        Assert.EndsWith("broken.jpg", skipped.Error.Subject);
        Assert.IsType<SearchNotice.IndexUpdated>(Assert.Single(first.Notices));
        Assert.IsType<SearchNotice.IndexUpdated>(Assert.Single(seen));
    }

    [Fact]
    public async Task A_folder_inside_an_indexed_one_gets_its_own_index_and_a_notice()
    {
        using var folder = pictures.CopyIndexed();
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.At("photos")));

        var answer = await search.SearchAsync(
            new SearchRequest("a door") { Update = new IndexerOptions() }, cancellationToken: Stop);

        Assert.Contains(new SearchNotice.IndexAbove(folder.Path), answer.Notices);
        Assert.Equal(SearchedPictures.Names.Length, answer.Pictures.Count);
        Assert.Null(EnclosingIndex.Find(search.Location)?.Folder);
    }

    [Fact]
    public async Task A_text_that_the_model_reads_only_in_part_is_reported()
    {
        var text = string.Join(' ', Enumerable.Repeat("door", 500));

        var answer = await pictures.Search.SearchAsync(new SearchRequest(text), cancellationToken: Stop);

        Assert.Equal([new SearchNotice.TextTruncated(text, pictures.Model.Text.MaxLength)], answer.Notices);
    }

    [Fact]
    public async Task Without_pictures_or_an_index_a_request_fails()
    {
        using var folder = new TestFolder();
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));
        var asItIs = new SearchRequest("a door");
        var updated = asItIs with { Update = new IndexerOptions() };

        var empty = await Assert.ThrowsAsync<FolderException>(() => search.SearchAsync(updated, null, Stop));
        await Assert.ThrowsAsync<IndexException>(() => search.SearchAsync(asItIs, null, Stop));

        Assert.Equal(FolderFault.NoPictures, empty.Fault);
    }

    [Fact]
    public async Task An_index_without_captions_has_none_to_choose_from()
    {
        using var folder = new TestFolder();
        File.Copy(SearchedPictures.Original("kodak-23.jpg"), folder.At("a.jpg"));
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));
        await search.UpdateAsync(new IndexerOptions { PictureCaptions = false }, cancellationToken: Stop);

        var error = await Assert.ThrowsAsync<SearchException>(() =>
            search.CaptionAsync(new CaptionRequest(PictureSource.FromIndex("a.jpg")), cancellationToken: Stop));

        Assert.Equal(SearchFault.NoCaptions, error.Fault);
    }

    [Fact]
    public async Task Updates_of_one_index_take_turns()
    {
        using var folder = pictures.CopyIndexed();
        File.Copy(SearchedPictures.Original("kodak-06.jpg"), folder.At("photos", "new.jpg"));
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            search.UpdateAsync(new IndexerOptions(), cancellationToken: Stop)));

        Assert.Equal([0, 0, 0, 1], reports.Select(report => report!.Added).Order());
    }

    [Fact]
    public async Task A_request_without_an_update_does_not_wait_for_one()
    {
        using var folder = pictures.CopyIndexed();
        var location = IndexLocation.For(folder.Path);
        File.Copy(SearchedPictures.Original("kodak-06.jpg"), folder.At("photos", "new.jpg"));
        using var search = new PictureSearch(pictures.Model, location);
        var held = new TaskCompletionSource();
        var waiting = new IndexerOptions { Wait = new WriterWait(TimeSpan.MaxValue, _ => held.TrySetResult()) };
        Task<IndexReport?> update;
        using (Writer(location))
        {
            update = search.UpdateAsync(waiting, cancellationToken: Stop);
            await held.Task;

            var answer = await search.SearchAsync(new SearchRequest("a door"), cancellationToken: Stop);

            Assert.False(update.IsCompleted);
            Assert.Equal(SearchedPictures.Names.Length, answer.Pictures.Count);
        }
        Assert.Equal(1, (await update)!.Added);
    }

    [Fact]
    public async Task A_stopped_request_ends_with_its_cancellation()
    {
        using var folder = pictures.CopyIndexed();
        var location = IndexLocation.For(folder.Path);
        File.Copy(SearchedPictures.Original("kodak-06.jpg"), folder.At("photos", "new.jpg"));
        using var search = new PictureSearch(pictures.Model, location);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var writer = Writer(location);
        var waiting = new IndexerOptions { Wait = new WriterWait(TimeSpan.MaxValue, _ => stop.Cancel()) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            search.SearchAsync(new SearchRequest("a door") { Update = waiting }, cancellationToken: stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            search.SimilarAsync(new SimilarRequest(PictureSource.FromIndex("photos/kodak-01.jpg")), null, stop.Token));
    }

    private PictureIndexWriter Writer(IndexLocation location)
    {
        var model = pictures.Model;
        return PictureIndexWriter.Open(
            location, new IndexModel(model.Name, model.Fingerprint, model.Dimensions, "fast"));
    }
}
