using Clip.Tests.Catalog;

namespace Clip.Tests.Indexing;

/// <summary>What is away is not deleted, and what was deleted comes back with all that was known of it.</summary>
public sealed class AbsentFileTests : IDisposable
{
    private static readonly string[] OnDrive = ["drive/1.bmp", "drive/2.bmp", "drive/sub/3.bmp"];

    private readonly BitmapFolder _folder = new();
    private readonly TestFolder _elsewhere = new();

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_folder_that_lost_everything_at_once_stays_in_the_index(bool leavesFolder, bool hasStrays)
    {
        await MakeAsync();
        Directory.Move(_folder.At("drive"), _elsewhere.At("drive"));
        if (leavesFolder)
            Directory.CreateDirectory(_folder.At("drive"));
        if (hasStrays)
            _folder.Make("drive/stray.bmp", 20);

        for (var run = 0; run < 3; run++)
        {
            var report = await _folder.IndexAsync();
            Assert.Equal((0, 3), (report.Removed, report.Absent));
            var error = Assert.IsType<FolderException>(Assert.Single(_folder.Errors));
            Assert.Equal((FolderFault.Absent, _folder.At("drive")), (error.Fault, error.Subject));
            // A second stray, which does not make the first one proof of anything.
            if (hasStrays)
                _folder.Make($"drive/stray{run}.bmp", 21 + run);
        }
        if (Directory.Exists(_folder.At("drive")))
            Directory.Delete(_folder.At("drive"), recursive: true);
        Directory.Move(_elsewhere.At("drive"), _folder.At("drive"));

        var back = await _folder.IndexAsync();
        Assert.Equal((0, 0, 5), (back.Added, back.Absent, back.Skipped));
        Assert.All(OnDrive, path => Assert.Equal([$"words of {path}"], _folder.CaptionsOf(path)));
        // From now on, a picture that is deleted there is deleted.
        File.Delete(_folder.At("drive/1.bmp"));
        var deleted = await _folder.IndexAsync();
        Assert.Equal((1, 0), (deleted.Removed, deleted.Absent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_excluded_is_not_waited_for(bool isAll)
    {
        await MakeAsync();
        Directory.Move(_folder.At("drive"), _elsewhere.At("drive"));
        if (isAll)
        {
            File.Delete(_folder.At("5.bmp"));
            File.Delete(_folder.At("kept/4.bmp"));
        }
        Assert.Equal(isAll ? 5 : 3, (await _folder.IndexAsync()).Absent);

        var report = await _folder.IndexAsync(
            new IndexerOptions { Exclude = isAll ? ["drive", "kept", "5.bmp"] : ["drive"] });

        Assert.Equal((isAll ? 5 : 3, 0), (report.Removed, report.Absent));
        Assert.Empty(_folder.Errors);
        Directory.Move(_elsewhere.At("drive"), _folder.At("drive"));
        Assert.Equal(3, (await _folder.IndexAsync(new IndexerOptions { ForgetExcludes = true })).Added);
        Assert.Equal(["words of drive/1.bmp"], _folder.CaptionsOf("drive/1.bmp"));
    }

    [Fact]
    public async Task Only_pruning_removes_what_is_absent_and_then_nothing_of_it_is_kept()
    {
        await MakeAsync();
        Directory.Move(_folder.At("drive"), _elsewhere.At("drive"));
        await _folder.IndexAsync();

        Assert.Equal(3, (await _folder.IndexAsync(new IndexerOptions { Prune = true })).Removed);
        Directory.Move(_elsewhere.At("drive"), _folder.At("drive"));

        Assert.Equal(3, (await _folder.IndexAsync()).Added);
        Assert.Empty(_folder.CaptionsOf(OnDrive[0]));
    }

    [Fact]
    public async Task A_folder_that_was_moved_or_filled_anew_is_not_absent()
    {
        await MakeAsync();
        Directory.Move(_folder.At("drive"), _folder.At("moved"));
        Directory.Delete(_folder.At("moved/sub"), recursive: true);
        var moved = await _folder.IndexAsync();
        Assert.Equal((2, 1, 0), (moved.Moved, moved.Removed, moved.Absent));
        Assert.Equal(["words of drive/1.bmp"], _folder.CaptionsOf("moved/1.bmp"));

        Directory.Delete(_folder.At("moved"), recursive: true);
        _folder.MakeAll(30, "moved/new1.bmp", "moved/new2.bmp");
        var replaced = await _folder.IndexAsync();
        Assert.Equal((2, 2, 0), (replaced.Added, replaced.Removed, replaced.Absent));
    }

    [Fact]
    public async Task Known_content_finds_its_vector_and_its_captions_wherever_and_whenever_it_comes_back()
    {
        await MakeAsync();
        // Deleted and back, here and under another name; copied; moved through a folder outside.
        File.Move(_folder.At("drive/1.bmp"), _elsewhere.At("1.bmp"));
        Assert.Equal(1, (await _folder.IndexAsync()).Removed);
        File.Move(_folder.At("drive/2.bmp"), _elsewhere.At("2.bmp"));
        Assert.Equal(1, (await _folder.IndexAsync()).Removed);
        File.Move(_elsewhere.At("1.bmp"), _folder.At("drive/1.bmp"));
        File.Move(_elsewhere.At("2.bmp"), _folder.At("kept/other.bmp"));
        File.Copy(_folder.At("drive/sub/3.bmp"), _folder.At("kept/copy.bmp"));
        var back = await _folder.IndexAsync();
        var (pictures, dead) = _folder.Read(static index => (index.PictureCount, index.DeadCount));

        Assert.Equal(3, back.Added);
        Assert.Equal(["words of drive/1.bmp"], _folder.CaptionsOf("drive/1.bmp"));
        Assert.Equal(["words of drive/2.bmp"], _folder.CaptionsOf("kept/other.bmp"));
        Assert.Equal(["words of drive/sub/3.bmp"], _folder.CaptionsOf("kept/copy.bmp"));
        // The old rows are alive again: nothing was encoded.
        Assert.Equal((5, 0), (pictures, dead - 2));
        Assert.True(_folder.Shows("kept/other.bmp", 2));

        // A compaction takes the vectors of what is gone, but not its captions.
        File.Move(_folder.At("kept/other.bmp"), _elsewhere.At("2.bmp"));
        await _folder.IndexAsync();
        await _folder.IndexAsync(new IndexerOptions { Compact = CompactionChoice.Always });
        File.Move(_elsewhere.At("2.bmp"), _folder.At("again.bmp"));
        Assert.Equal(1, (await _folder.IndexAsync()).Added);
        Assert.Equal(["words of drive/2.bmp"], _folder.CaptionsOf("again.bmp"));
        Assert.True(_folder.Shows("again.bmp", 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drive_that_is_not_mounted_or_another_one_at_its_place_is_noticed_though_files_match(
        bool mountsAnother)
    {
        _folder.MakeAll(8, "kept/4.bmp", "kept/5.bmp");
        var drive = _folder.At("usb/x")[..^2];
        Directory.CreateDirectory(drive);
        await using (await TemporaryFileSystem.MountAsync("2m", drive))
        {
            _folder.MakeAll(1, "usb/1.bmp", "usb/2.bmp", "usb/3.bmp");
            Assert.Equal(5, (await _folder.IndexAsync()).Added);
        }
        await using var other = mountsAnother ? await TemporaryFileSystem.MountAsync("2m", drive) : null;
        // The same name, so the folder has not lost everything.
        _folder.Make("usb/1.bmp", 1);

        for (var run = 0; run < 2; run++)
        {
            var report = await _folder.IndexAsync();
            Assert.Equal((0, 2), (report.Removed, report.Absent));
            var error = Assert.IsType<FolderException>(Assert.Single(_folder.Errors));
            Assert.Equal((FolderFault.OtherDrive, drive), (error.Fault, error.Subject));
        }
    }

    private async Task MakeAsync()
    {
        _folder.MakeAll(1, OnDrive);
        _folder.MakeAll(8, "kept/4.bmp", "5.bmp");
        await _folder.CaptionAsync(OnDrive);
    }
}
