using System.Diagnostics;
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
        run.Lost(new IOException("no more"));
        Assert.Equal("no more", Assert.IsType<WatchNotice.Polling>(watched.Notices[^1]).Problem);
    }

    [Fact]
    public async Task Polling_finds_what_no_system_reports_and_says_once_what_stays_wrong()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        var elsewhere = new Indexing.BitmapFolder(_parent.Path);
        elsewhere.Make("target.bmp", 1);
        File.CreateSymbolicLink(files.At("link.bmp"), elsewhere.At("target.bmp"));
        File.CreateSymbolicLink(files.At("broken.bmp"), elsewhere.At("missing.bmp"));
        var interval = TimeSpan.FromMilliseconds(50);
        await watched.StartAsync(new PictureWatchOptions { PollInterval = interval, Settling = interval });

        elsewhere.Make("target.bmp", 2);
        await watched.SeesAsync("Updated link.bmp");
        elsewhere.Make("target.bmp", 3);
        await watched.SeesAsync("Updated link.bmp");

        Assert.Equal(files.At("broken.bmp"), Assert.Single(files.Errors).Subject);
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_is_followed_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        var elsewhere = new Indexing.BitmapFolder(_parent.Path);
        elsewhere.MakeAll(1, "old/1.bmp", "new/1.bmp", "new/2.bmp");
        files.Make("here.bmp", 9);
        Directory.CreateSymbolicLink(files.At("album"), elsewhere.At("old"));
        Assert.Equal(2, (await watched.StartAsync()).Added);

        Directory.Delete(files.At("album"));
        Directory.CreateSymbolicLink(files.At("album"), elsewhere.At("new"));
        await watched.SeesAsync("Updated album/1.bmp", "Added album/2.bmp");

        // From now on what happens there is heard, and not only found by a walk.
        // The walk may still go on and must not find half a file.
        elsewhere.Make("other/3.bmp", 7);
        File.Move(elsewhere.At("other/3.bmp"), elsewhere.At("new/3.bmp"));
        await watched.SeesAsync("Added album/3.bmp");
        elsewhere.Make("old/4.bmp", 8);
        elsewhere.Make("other/5.bmp", 6);
        File.Move(elsewhere.At("other/5.bmp"), elsewhere.At("new/5.bmp"));
        await watched.SeesAsync("Added album/5.bmp");
    }

    [Fact]
    public async Task While_the_folder_is_away_it_is_looked_for_now_and_then_and_what_was_deleted_before_stays_so()
    {
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        files.MakeAll(1, "here.bmp", "left/1.bmp", "left/2.bmp");
        // Only what settles for long is still pending when the folder goes.
        var options = new PictureWatchOptions { Settling = TimeSpan.FromSeconds(1) };
        using var run = new WatchRun(Indexing.BitmapFolder.Model, files.Location, options, watched.Observer);
        await watched.StartAsync(run.RunAsync);

        Directory.Delete(files.At("left"), recursive: true);
        Directory.Move(files.Root, files.Root + ".away");
        await WaitForAsync(() => watched.Notices.Exists(static notice => notice is WatchNotice.FolderAway));
        run.Lost(new InternalBufferOverflowException()); // something is pending all the time
        var (began, looks) = (Stopwatch.GetTimestamp(), run.Looks);
        await WaitForAsync(() => run.Looks > looks + 1);
        // One a second, whatever the machine does meanwhile.
        Assert.InRange(run.Looks - looks, 2, Stopwatch.GetElapsedTime(began).TotalSeconds + 2);

        Directory.Move(files.Root + ".away", files.Root);
        await watched.SeesAsync("Removed left/1.bmp", "Removed left/2.bmp");
    }

    [Fact]
    public async Task Changes_are_stored_later_where_a_run_fails()
    {
        await using var watched = new WatchedFolder(_parent);
        var files = watched.Files;
        files.MakeAll(1, "here.bmp", "left/1.bmp", "left/2.bmp");
        using var run = new WatchRun(
            Indexing.BitmapFolder.Model, files.Location, new PictureWatchOptions(), watched.Observer)
        {
            RetryInterval = TimeSpan.FromMilliseconds(50),
        };
        await watched.StartAsync(run.RunAsync);

        // What looks like the index of a program to come cannot be written.
        var catalog = files.Location.CatalogPath;
        File.Move(catalog, catalog + ".kept");
        await File.WriteAllTextAsync(catalog, "no catalog", TestContext.Current.CancellationToken);
        Directory.Delete(files.At("left"), recursive: true);
        await WaitForAsync(() => files.Errors.Count > 0);
        File.Move(catalog + ".kept", catalog, overwrite: true);

        await watched.SeesAsync("Removed left/1.bmp", "Removed left/2.bmp");
        // The same failure is told once.
        Assert.Single(files.Errors);
    }

    [Fact]
    public async Task Notifications_end_while_changes_come()
    {
        var folder = new Indexing.BitmapFolder(_parent.Path);
        folder.Make("a/1.bmp", 1);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    File.WriteAllText(folder.At($"a/{i % 50}.bmp"), "x");
            },
            TestContext.Current.CancellationToken);
        List<Exception> errors = [];
        for (var round = 0; round < 20; round++)
        {
            var pending = new PendingChanges(TimeSpan.Zero);
            var notifications = new FolderNotifications(folder.Location, pending, errors.Add);
            var adding = Task.Run(
                () =>
                {
                    for (var i = 0; i < 10; i++)
                        notifications.Add($"link {i}", folder.At("a"));
                },
                TestContext.Current.CancellationToken);
            notifications.Add("", folder.Root);
            await pending.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            notifications.Dispose();
            await adding;
            notifications.Dispose();
        }
        await stop.CancelAsync();
        await writing;

        Assert.DoesNotContain(errors, static error => error is not InternalBufferOverflowException);
    }

    private static async Task WaitForAsync(Func<bool> isTrue)
    {
        while (!isTrue())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
