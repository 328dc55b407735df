using Clip.Watching;

namespace Clip.Tests.Watching;

public sealed class PictureWatchTests : IDisposable
{
    private readonly TestFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public async Task Changes_are_stored_soon_and_deletions_are_told_from_a_folder_that_is_away()
    {
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        files.MakeAll(
            1, "old.bmp", "gone.bmp", "changed.bmp", "left/1.bmp", "left/2.bmp", "trips/1.bmp", "trips/2.bmp");
        Assert.Equal(7, (await watched.StartAsync()).Added);

        files.Make("new.bmp", 20);
        files.Make("deep/er/new.bmp", 21);
        files.Make(".hidden/new.bmp", 22);
        await File.WriteAllBytesAsync(files.At("bad.jpg"), [1, 2, 3], TestContext.Current.CancellationToken);
        await watched.SeesAsync("Added new.bmp", "Added deep/er/new.bmp", "Failed bad.jpg");

        File.Move(files.At("old.bmp"), files.At("renamed.bmp"));
        files.Make("changed.bmp", 23);
        File.Delete(files.At("gone.bmp"));
        Directory.Move(files.At("trips"), files.At("travel"));
        // All that a folder had, at once: without the watch, that might be a drive.
        Directory.Delete(files.At("left"), recursive: true);
        await watched.SeesAsync(
            "Moved old.bmp renamed.bmp", "Updated changed.bmp", "Removed gone.bmp", "Moved trips/1.bmp travel/1.bmp",
            "Moved trips/2.bmp travel/2.bmp", "Removed left/1.bmp", "Removed left/2.bmp");

        // Away, as on a drive: nothing is removed, and what changed meanwhile is seen.
        Directory.Move(files.Root, files.Root + ".away");
        await WaitForAsync(() => watched.Notices.Exists(static notice => notice is WatchNotice.FolderAway));
        File.Delete(Path.Combine(files.Root + ".away", "changed.bmp"));
        Directory.Move(files.Root + ".away", files.Root);
        await watched.SeesAsync("Removed changed.bmp");
        Assert.Contains(new WatchNotice.FolderBack(), watched.Notices);

        await File.WriteAllTextAsync(
            files.At(".clipignore"), "travel/1.bmp\n", TestContext.Current.CancellationToken);
        await watched.SeesAsync("Removed travel/1.bmp");
        Assert.Equal(["deep/er/new.bmp", "new.bmp", "renamed.bmp", "travel/2.bmp"], files.Paths().Order());
    }

    [Fact]
    public async Task A_picture_is_left_until_nobody_writes_it()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "This system does not tell who writes a file.");
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        files.Make("first.bmp", 1);
        await watched.StartAsync();

        var picture = Indexing.BitmapFolder.Bitmap(2);
        await using (var half = File.Create(files.At("half.bmp")))
        {
            await half.WriteAsync(picture.AsMemory(0, 100), TestContext.Current.CancellationToken);
            await half.FlushAsync(TestContext.Current.CancellationToken);
            // A later picture is stored meanwhile, and this one is not.
            files.Make("whole.bmp", 3);
            await watched.SeesAsync("Added whole.bmp");
            await half.WriteAsync(picture.AsMemory(100), TestContext.Current.CancellationToken);
        }
        await watched.SeesAsync("Added half.bmp");
    }

    [Fact]
    public async Task Lost_notifications_and_unreported_changes_are_made_up_for_by_a_walk()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        var elsewhere = new Indexing.BitmapFolder(_parent.Path);
        elsewhere.MakeAll(1, "target.bmp", "album/1.bmp");
        files.Make("here.bmp", 9);
        File.CreateSymbolicLink(files.At("link.bmp"), elsewhere.At("target.bmp"));
        Directory.CreateSymbolicLink(files.At("album"), elsewhere.At("album"));
        using var run = new WatchRun(
            Indexing.BitmapFolder.Model, files.Location, new PictureWatchOptions(), watched.Observer);
        Assert.Equal(3, (await watched.StartAsync(run.RunAsync)).Added);

        // The folder that a link leads to is watched; the file that a link leads to is not.
        elsewhere.Make("album/2.bmp", 3);
        await watched.SeesAsync("Added album/2.bmp");
        elsewhere.Make("target.bmp", 4);
        run.Lost(new InternalBufferOverflowException());
        await watched.SeesAsync("Updated link.bmp");
        Assert.Contains(new WatchNotice.ChangesLost(), watched.Notices);

        // The system's limit, for example: from now on the folder is looked through.
        elsewhere.Make("target.bmp", 5);
        run.Lost(new IOException("no more"));
        await watched.SeesAsync("Updated link.bmp");
        Assert.Equal("no more", Assert.IsType<WatchNotice.Polling>(watched.Notices[^1]).Problem);
    }

    private static async Task WaitForAsync(Func<bool> isTrue)
    {
        while (!isTrue())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
