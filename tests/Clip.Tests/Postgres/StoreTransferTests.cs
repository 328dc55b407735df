using Clip.Indexing.Runs;
using Clip.Postgres.Reading;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

public sealed class StoreTransferTests : IDisposable
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
    public async Task An_index_that_goes_into_a_store_and_back_is_the_same_and_is_continued_in_both()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "sub/c.bmp");
        File.Copy(_folder.At("a.bmp"), _folder.At("sub/copy.bmp"));
        await File.WriteAllTextAsync(_folder.At("b.txt"), "beside it", Stop);
        await File.WriteAllTextAsync(_folder.At("broken.jpg"), "no picture", Stop);
        await File.WriteAllTextAsync(
            _folder.At("captions.csv"), "image,caption\na.bmp,a red door\nsub/c.bmp,a green hill\n", Stop);
        using var elsewhere = new TestFolder();
        var list = elsewhere.At("list.txt");
        await File.WriteAllTextAsync(list, "a caption of nothing\n", Stop);
        await _folder.IndexAsync(new IndexerOptions { CaptionFiles = [list], Exclude = ["*.gif"] });
        var before = Describe(_folder.Location);

        var (library, files, captions) = StoreTransfer.Copy(_folder.Location, _store, null, Stop);
        Assert.Equal((4, 4), (files, captions));
        Assert.Equal(before, Describe(library));
        Assert.Empty(_store.Verify(library, Stop).Problems);
        // Again: nothing is new, and nothing is twice.
        Assert.Equal(0, StoreTransfer.Copy(_folder.Location, _store, null, Stop).Captions);
        Assert.Equal(before, Describe(library));
        // The caption files are known, and what is remembered of them holds.
        var report = await new StoreIndexer(BitmapFolder.Model, library).RunAsync(null, null, Stop);
        Assert.Equal((0, 0, 4, 0), (report.Added, report.Updated, report.Skipped, report.Captions));

        Directory.Delete(_folder.Location.Directory, recursive: true);
        Assert.Equal((4, 4), StoreTransfer.Copy(library, _folder.Location, null, Stop));
        Assert.Equal(before, Describe(_folder.Location));
        Assert.Equal((4, 0), StoreTransfer.Copy(library, _folder.Location, null, Stop));
        var again = await _folder.IndexAsync();
        Assert.Equal((0, 0, 4), (again.Added, again.Updated, again.Skipped));
        Assert.Equal(before, Describe(_folder.Location));
    }

    [Fact]
    public void The_arithmetic_of_the_model_is_kept()
    {
        var location = _store.LibraryOf(_folder.Root);
        var model = new IndexModel("some", "f1", 3, "fast");
        Clip.Postgres.Writing.LibraryCreation.Open(
            location, model, new ModelOrigin("some", Precision: "int8"), decode: null);
        using var index = PictureIndex.Open(location);
        Assert.Equal("int8", index.ModelOrigin()!.Precision);
        using var snapshot = index.TakeSnapshot();
        Assert.Equal("int8", snapshot.ModelPrecision);
        var error = Assert.Throws<IndexException>(
            () => LibraryReader.RequireModel(((PostgresIndex)index).Library, model with { Fingerprint = "f2" }, "x"));
        Assert.Equal("int8", error.StoredPrecision);
        Assert.Contains("in int8", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Everything that a reader sees, without the numbers of entries.</summary>
    private static string[] Describe(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        string[] notes = [IndexNotes.Excludes.Name, IndexNotes.TakesPictureCaptions.Name];
        return
        [
            $"{snapshot.PictureCount} {snapshot.FileCount} {snapshot.CaptionCount} {snapshot.FailureCount}",
            .. snapshot.Files().Select(file => string.Join('|', [
                file.Path, $"{file.Size}", $"{file.ModifiedUtcTicks}", $"{file.Hash}", $"{file.Width}",
                $"{file.Metadata is not null}", Vector(file.Entry),
                .. snapshot.FindCaptions(file.Path)
                    .Select(entry => $"{snapshot.CaptionText(entry)} {Vector(entry)}")])),
            .. snapshot.Failures().Select(static failure => $"{failure.Path} {failure.Reason}"),
            .. notes.Select(name => $"{name} {snapshot.Note(name)}"),
        ];

        string Vector(long entry)
        {
            var vector = new float[snapshot.Model.Dimensions];
            Assert.True(snapshot.ReadVector(entry, vector));
            return string.Join(' ', vector.Take(4));
        }
    }
}
