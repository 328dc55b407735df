using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

public sealed class RootSampleTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();
    private readonly BitmapFolder _other = new();
    private readonly List<ClipException> _errors = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task A_worker_on_another_folder_leaves_the_work_and_says_so()
    {
        _folder.MakeAll(1, "a/1.bmp", "a/2.bmp");
        _other.MakeAll(7, "b/1.bmp", "a/other.bmp");
        await PlanAsync();
        var error = await Assert.ThrowsAsync<ClipException>(() => WorkAsync(_other));
        Assert.Equal(_other.Root, error.Subject);
        Assert.Contains("no other file of the library", error.Problem, StringComparison.Ordinal);
        Assert.Equal(2, await WorkAsync(_folder));

        // Also where it has a file of a name that the library knows, but of another size.
        _folder.Make("a/3.bmp", 3);
        await PlanAsync();
        await File.WriteAllBytesAsync(_other.At("a/1.bmp"), [1], Stop);
        await Assert.ThrowsAsync<ClipException>(() => WorkAsync(_other));
        Assert.Equal(1, await WorkAsync(_folder));
    }

    [Fact]
    public async Task Planned_files_that_were_deleted_are_left_out_where_the_folder_has_others_of_the_library()
    {
        _folder.MakeAll(1, "a/1.bmp", "b/1.bmp");
        await PlanAsync();
        await WorkAsync(_folder);
        _folder.Make("b/2.bmp", 3);
        await PlanAsync();
        Directory.Delete(_folder.At("b"), recursive: true);
        Assert.Equal(0, await WorkAsync(_folder));
        Assert.Contains("b/2.bmp", Assert.Single(_errors).Problem, StringComparison.Ordinal);

        // Who lists the folder knows that they are gone, also where it has no others.
        _folder.Make("c/1.bmp", 4);
        await PlanAsync();
        Directory.Delete(_folder.At("a"), recursive: true);
        Directory.Delete(_folder.At("c"), recursive: true);
        _folder.Make("d.bmp", 5);
        var report = await new StoreIndexer(BitmapFolder.Model, _store.LibraryOf(_folder.Root)).RunAsync(
            null, null, Stop);
        Assert.Equal(1, report.Added);
    }

    private Task<long> PlanAsync() =>
        new StoreIndexer(BitmapFolder.Model, _store.LibraryOf(_folder.Root)).PlanAsync(null, Stop);

    private Task<long> WorkAsync(BitmapFolder folder) => new StoreWorker(
        BitmapFolder.Model, _store.LibraryAt(_store.FindLibraries(), folder.Root)).RunAsync(
        untilDone: true, null, _errors.Add, Stop);
}
