using Clip.Postgres.Reading;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Writing;

/// <summary>Equal scores come in the order of the pictures, which is the same in a store as in a folder.</summary>
public sealed class PlannedOrderTests : IDisposable
{
    private readonly string _address = TestServer.NewDatabase();
    private readonly PostgresStore _store;
    private readonly BitmapFolder _folder = new();

    public PlannedOrderTests() => _store = PostgresStore.At(_address);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Workers_that_store_the_last_chunk_first_leave_the_order_of_the_plan()
    {
        _folder.MakeAll(1, [.. Enumerable.Range(0, 20).Select(static i => $"a/{i:00}.bmp")]);
        _folder.MakeAll(21, [.. Enumerable.Range(0, 20).Select(static i => $"a-b/{i:00}.bmp")]);
        // Copies in the first chunk and in the last one: the first place counts.
        _folder.MakeAll(1, "a/99.bmp", "a-b/99.bmp", "z.bmp");
        var location = _store.LibraryOf(_folder.Root);
        Assert.Equal(43, await new StoreIndexer(BitmapFolder.Model, location).PlanAsync(null, Stop));
        var planned = TestServer.Value<string[]>(
            _address,
            "SELECT array_agg(path ORDER BY chunk_id, n) FROM clip.chunk, unnest(paths) WITH ORDINALITY p (path, n)");
        TestServer.Run(_address, "UPDATE clip.chunk SET chunk_id = -chunk_id");
        await new StoreWorker(BitmapFolder.Model, location).RunAsync(untilDone: true, null, null, Stop);

        Assert.Equal(
            planned.GroupBy(path => Convert.ToHexString(File.ReadAllBytes(_folder.At(path))))
                .SelectMany(static copies => copies.Order(StringComparer.Ordinal)),
            OrderOf(location));
        Assert.Empty(_store.Verify(location, Stop).Problems);
    }

    [Fact]
    public async Task An_index_that_is_copied_keeps_its_order_there_and_back()
    {
        foreach (var (color, path) in ((string[])["c.bmp", "a.bmp", "b/d.bmp", "b-c.bmp"]).Index())
        {
            _folder.Make(path, color + 1);
            await _folder.IndexAsync();
        }
        File.Copy(_folder.At("c.bmp"), _folder.At("aa.bmp"));
        await _folder.IndexAsync();
        var before = OrderOf(_folder.Location);
        Assert.Equal(["aa.bmp", "c.bmp", "a.bmp", "b/d.bmp", "b-c.bmp"], before);

        var library = StoreTransfer.Copy(_folder.Location, _store, null, Stop).Library;
        Assert.Equal(before, OrderOf(library));
        Directory.Delete(_folder.Location.Directory, recursive: true);
        StoreTransfer.Copy(library, _folder.Location, null, Stop);
        Assert.Equal(before, OrderOf(_folder.Location));
    }

    [Fact]
    public async Task Captions_that_score_the_same_keep_their_order_there_and_back()
    {
        // Of texts that differ only in capitals, the vectors are equal. The last picture has the first caption.
        string[] texts = ["a red door", "A red door", "a Red door", "a red Door", "A RED DOOR"];
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp", "d.bmp");
        using var elsewhere = new TestFolder();
        string[] names = ["d.bmp", "b.bmp", "", "a.bmp", "c.bmp"];
        foreach (var (i, name) in names.Index())
        {
            var list = elsewhere.At($"{i}.{(name.Length > 0 ? "csv" : "txt")}");
            await File.WriteAllTextAsync(
                list, name.Length > 0 ? $"image,caption\n{name},{texts[i]}\n" : texts[i] + "\n", Stop);
            await _folder.IndexAsync(new IndexerOptions { CaptionFiles = [list] });
        }
        var before = CaptionsOf(_folder.Location);
        Assert.Equal(texts, before);

        var (library, _, captions) = StoreTransfer.Copy(_folder.Location, _store, null, Stop);
        Assert.Equal(5, captions);
        Assert.Equal(before, CaptionsOf(library));
        Directory.Delete(_folder.Location.Directory, recursive: true);
        Assert.Equal(5, StoreTransfer.Copy(library, _folder.Location, null, Stop).Captions);
        Assert.Equal(before, CaptionsOf(_folder.Location));
    }

    private static string[] CaptionsOf(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        return
        [
            .. index.SearchCaptions(BitmapFolder.Model.Text.Encode("a red door", Stop), 10)
                .Select(static hit => hit.Caption),
        ];
    }

    /// <summary>The files in the order of their pictures.</summary>
    private static string[] OrderOf(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        var files = snapshot is PostgresSnapshot stored
            ? stored.FilesByPicture()
            : snapshot.PictureEntries(null).SelectMany(snapshot.FilesOf);
        return [.. files.Select(static file => file.Path)];
    }
}
