using Clip.Catalog.Maintenance;
using Clip.Catalog.Writing;

namespace Clip.Tests.Indexing.Maintenance;

/// <summary>What killed programs leave of an index is named or removed, and nothing else is.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Index => _folder.Location.Directory;

    private string Rebuild => Index + ".rebuild";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unfinished_rebuild_is_named_and_continued_or_removed_on_request()
    {
        await MakeAsync();
        await StopARebuildAsync();

        Assert.Equal((Rebuild, true), Found());
        var report = await _folder.IndexAsync();
        Assert.Equal(Rebuild, report.UnfinishedRebuild);
        Assert.Empty(report.RemovedLeftovers);
        Assert.Empty(_folder.Errors);
        var continued = await new IndexRebuild(BitmapFolder.Model, _folder.Location).RunAsync(cancellationToken: Stop);
        Assert.Null(continued.UnfinishedRebuild);
        Assert.False(Directory.Exists(Rebuild));

        await StopARebuildAsync();
        report = await _folder.IndexAsync(new IndexerOptions { Prune = true });
        Assert.Equal([Rebuild], report.RemovedLeftovers);
        Assert.Null(report.UnfinishedRebuild);
        Assert.False(Directory.Exists(Rebuild));
        Assert.Equal(["a.bmp", "b.bmp", "c.bmp"], _folder.Paths());
        Assert.Empty((await _folder.IndexAsync()).RemovedLeftovers);
    }

    [Fact]
    public async Task An_index_that_was_replaced_is_not_taken_for_an_unfinished_rebuild()
    {
        await MakeAsync();
        using var elsewhere = new TestFolder();
        TestFolder.Copy(Index, elsewhere.At("old"));
        await new IndexRebuild(BitmapFolder.Model, _folder.Location).RunAsync(cancellationToken: Stop);

        // Killed between the exchange of the folders and the end of the deletion.
        TestFolder.Copy(elsewhere.At("old"), Rebuild);
        var again = await new IndexRebuild(BitmapFolder.Model, _folder.Location).RunAsync(cancellationToken: Stop);
        Assert.Equal((3, 0), (again.Added, again.Skipped));

        TestFolder.Copy(elsewhere.At("old"), Rebuild);
        Assert.Equal((Rebuild, false), Found());
        Assert.Equal([Rebuild], (await _folder.IndexAsync()).RemovedLeftovers);
        Assert.Empty(IndexLeftovers.Find(_folder.Location));
    }

    [Theory]
    [InlineData("catalog.db")]
    [InlineData("writer.lock")]
    [InlineData("")]
    public async Task What_was_left_before_an_index_was_in_it_is_removed(string file)
    {
        await MakeAsync();
        Directory.CreateDirectory(Rebuild);
        if (file.Length > 0)
            File.WriteAllBytes(Path.Combine(Rebuild, file), []);

        Assert.Equal([Rebuild], (await _folder.IndexAsync()).RemovedLeftovers);
        Assert.False(Directory.Exists(Rebuild));
    }

    [Fact]
    public async Task Replaced_indexes_and_abandoned_temporary_files_are_removed_by_the_next_run()
    {
        await MakeAsync();
        var old = Index + ".0123abcd.old";
        TestFolder.Copy(Index, old);
        var (abandoned, recent) = (TemporaryFile("fingerprints.0a1b2c3d.tmp"), TemporaryFile("x.00000000.tmp"));
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-2));

        var report = await _folder.IndexAsync();

        Assert.Equal([old, abandoned], report.RemovedLeftovers);
        Assert.False(Directory.Exists(old) || File.Exists(abandoned));
        Assert.True(File.Exists(recent));
        Assert.Equal(["a.bmp", "b.bmp", "c.bmp"], _folder.Paths());

        string TemporaryFile(string name)
        {
            var path = Path.Combine(Index, name);
            File.WriteAllText(path, "x");
            return path;
        }
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_or_is_in_use_stays()
    {
        await MakeAsync();
        string[] others = [Index + ".0123abcd.old", Index + ".notes.old", Index + ".0123abcd", Rebuild];
        foreach (var folder in others)
        {
            TestFolder.Copy(Index, folder);
            File.WriteAllText(Path.Combine(folder, "diary.txt"), "mine");
        }
        File.SetLastWriteTimeUtc(Path.Combine(Index, "vectors-1.f32"), DateTime.UtcNow.AddHours(-2));

        Assert.Empty((await _folder.IndexAsync(new IndexerOptions { Prune = true })).RemovedLeftovers);
        Assert.All(others, folder => Assert.True(Directory.Exists(folder)));

        File.Delete(Path.Combine(Rebuild, "diary.txt"));
        using (WriterLock.Take(IndexLeftovers.RebuildOf(_folder.Location), WriterWait.None, Stop))
            Assert.Empty((await _folder.IndexAsync(new IndexerOptions { Prune = true })).RemovedLeftovers);
        using (WriterLock.Take(_folder.Location, WriterWait.None, Stop))
        {
            // Another program is at a rebuild: its new index is open only now and then.
            Assert.Empty(IndexLeftovers.Find(_folder.Location));
        }
        Assert.True(Directory.Exists(Rebuild));
    }

    [Fact]
    public async Task An_update_before_a_search_removes_and_names_nothing()
    {
        await MakeAsync();
        await StopARebuildAsync();
        Directory.Move(Rebuild, Index + ".0123abcd.old");
        using var search = new PictureSearch(BitmapFolder.Model, _folder.Location);

        await search.SearchAsync(new SearchRequest("a red door"), null, Stop);

        Assert.True(Directory.Exists(Index + ".0123abcd.old"));
    }

    [Fact]
    public async Task An_index_that_was_about_to_be_replaced_comes_back()
    {
        await MakeAsync();
        await _folder.CaptionAsync("a.bmp");
        // Killed between two renames: the new one is not in its place yet.
        Directory.Move(Index, Index + ".89abcdef.old");

        var report = await _folder.IndexAsync();

        Assert.Equal((0, 3), (report.Added, report.Skipped));
        Assert.Equal(["words of a.bmp"], _folder.CaptionsOf("a.bmp"));
        Assert.False(Directory.Exists(Index + ".89abcdef.old"));
    }

    private async Task MakeAsync()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp");
        await _folder.IndexAsync();
    }

    /// <summary>Leaves the beginning of a new index as a killed program does.</summary>
    private async Task StopARebuildAsync()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new IndexRebuild(BitmapFolder.Model, _folder.Location).RunAsync(
                new StopAtOnce(stop), cancellationToken: stop.Token));
        Assert.True(Directory.Exists(Rebuild));
    }

    private (string Path, bool IsUnfinishedRebuild) Found()
    {
        var found = Assert.Single(IndexLeftovers.Find(_folder.Location));
        Assert.True(found.Bytes > 0);
        return (found.Path, found.IsUnfinishedRebuild);
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => stop.Cancel();
    }
}
