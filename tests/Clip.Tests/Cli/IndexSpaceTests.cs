using Clip.Catalog.Storage;
using Clip.Catalog.Writing;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>The space of what is gone from an index: shown by <c>status</c>, freed by <c>index</c>.</summary>
public sealed class IndexSpaceTests(IndexedGallery gallery)
{
    [Fact]
    public async Task The_space_of_pictures_that_are_gone_is_shown_and_freed_when_asked_for()
    {
        using var copy = await gallery.CopyAsync();
        var whole = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--json")).Ended(0).Number("bytes");
        foreach (var photo in Directory.GetFiles(copy.At("photos")))
            File.Delete(photo);
        (await IndexAnswers.IndexAsync(copy, "--prune")).Counts(removed: 59, skipped: 41);
        var search = (await ClipSearch.RunAsync("search", "a drawing", "--in", copy.Path, "--json", "-n", "200"))
            .Ended(0);
        var before = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--json")).Ended(0);

        var table = (await ClipSearch.RunAsync("status", "--in", copy.Path)).Ended(0);
        var compacted = await IndexAnswers.IndexAsync(copy, "--compact");
        var after = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify", "--json")).Ended(0);

        // The pictures, and their captions with them.
        var dead = before.Number("dead");
        Assert.InRange(dead, 60, 59 * 6);
        Assert.Contains(
            $"clipsearch index --compact --in {copy.Path}",
            table.Lines.Single(line => line.StartsWith("unused ", StringComparison.Ordinal)));
        compacted.Counts(skipped: 41);
        Assert.Equal(dead, compacted.Number("compacted"));
        Assert.Equal((0, 0), (after.Number("dead"), after.Number("dead_bytes")));
        Assert.Equal(before.Number("bytes") - before.Number("dead_bytes"), after.Number("bytes"));
        Assert.InRange(after.Number("bytes"), 1, whole);
        Assert.Equal(
            search.Paths,
            (await ClipSearch.RunAsync("search", "a drawing", "--in", copy.Path, "--json", "-n", "200"))
                .Ended(0).Paths);
        // Nothing is left to free.
        Assert.DoesNotContain("compacted", (await IndexAnswers.IndexAsync(copy, "--compact")).Ended(0).Output);
    }

    [Fact]
    public async Task A_large_index_with_many_dead_vectors_is_compacted_by_the_next_run_but_not_by_a_search()
    {
        const int gone = DeadSpace.CompactFromRows + 100;
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("here.jpg"));
        using (var model = EmbeddedModel.Load())
        using (var index = PictureIndexWriter.Open(
            IndexLocation.For(folder.Path), new IndexModel(model.Name, model.Fingerprint, model.Dimensions, "fast"),
            cancellationToken: TestContext.Current.CancellationToken))
        {
            var vector = new float[model.Dimensions];
            vector[0] = 1;
            for (var number = 0; number < gone; number++)
            {
                index.AddPicture(new FileRecord($"gone-{number}.jpg", 1, 1, (UInt128)number, 1, 1), vector);
                index.RemoveFile($"gone-{number}.jpg");
            }
            index.Commit();
        }

        var search = (await ClipSearch.RunAsync("search", "a house", "--in", folder.Path, "--paths")).Ended(0);
        var before = (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0);
        var run = await IndexAnswers.IndexAsync(folder);
        var after = (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify", "--json")).Ended(0);

        Assert.Single(search.Lines);
        Assert.Equal(gone, before.Number("dead"));
        run.Counts(skipped: 1);
        Assert.Equal(gone, run.Number("compacted"));
        Assert.Equal(0, after.Number("dead"));
        Assert.Single(Directory.GetFiles(folder.At(".clip"), "vectors-*"));
    }
}
