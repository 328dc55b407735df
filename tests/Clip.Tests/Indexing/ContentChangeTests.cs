namespace Clip.Tests.Indexing;

/// <summary>Content that changes under an unchanged name, size and time of writing is noticed.</summary>
public sealed class ContentChangeTests : IDisposable
{
    private static readonly DateTime Time = new(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);

    private readonly BitmapFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pictures_of_one_size_that_were_renumbered_swapped_rewritten_or_relinked_are_read_again()
    {
        MakeOld(
            1, "burst1.bmp", "burst2.bmp", "burst3.bmp", "left.bmp", "right.bmp", "edit.bmp", "copied.bmp", "x.bmp");
        File.WriteAllBytes(_folder.At("source"), BitmapFolder.Bitmap(11));
        File.SetLastWriteTimeUtc(_folder.At("source"), Time);
        Assert.Equal(8, (await _folder.IndexAsync()).Added);

        File.Delete(_folder.At("burst1.bmp"));
        Move("burst2.bmp", "burst1.bmp");
        Move("burst3.bmp", "burst2.bmp");
        Move("left.bmp", "temporary");
        Move("right.bmp", "left.bmp");
        Move("temporary", "right.bmp");
        File.WriteAllBytes(_folder.At("edit.bmp"), BitmapFolder.Bitmap(10));
        File.Move(_folder.At("source"), _folder.At("copied.bmp"), overwrite: true);
        foreach (var name in new[] { "edit.bmp", "copied.bmp" })
            File.SetLastWriteTimeUtc(_folder.At(name), Time);
        var report = await _folder.IndexAsync();

        Assert.Equal((0, 6, 1), (report.Added, report.Updated + report.Moved, report.Skipped));
        (string Path, int Color)[] now =
        [
            ("burst1.bmp", 2), ("burst2.bmp", 3), ("left.bmp", 5), ("right.bmp", 4), ("edit.bmp", 10),
            ("copied.bmp", 11), ("x.bmp", 8),
        ];
        Assert.All(now, file => Assert.True(_folder.Shows(file.Path, file.Color), file.Path));
        Assert.Equal(now.Select(static file => file.Path).Order(StringComparer.Ordinal), _folder.Paths());
        Assert.Equal(7, (await _folder.IndexAsync()).Skipped);
    }

    [Fact]
    public async Task Captions_go_with_a_content_that_is_swapped()
    {
        MakeOld(1, "a.bmp", "b.bmp", "c.bmp");
        await _folder.CaptionAsync("a.bmp", "b.bmp");

        Move("a.bmp", "temporary");
        Move("c.bmp", "a.bmp");
        Move("b.bmp", "c.bmp");
        Move("temporary", "b.bmp");
        await _folder.IndexAsync();

        Assert.Empty(_folder.CaptionsOf("a.bmp"));
        Assert.Equal(["words of a.bmp"], _folder.CaptionsOf("b.bmp"));
        Assert.Equal(["words of b.bmp"], _folder.CaptionsOf("c.bmp"));
    }

    [Fact]
    public async Task Many_copies_of_a_picture_move_each_from_another_and_further_ones_take_its_captions()
    {
        string[] names = [.. Enumerable.Range(10, 20).Select(static number => $"{number}.bmp")];
        foreach (var name in names)
            _folder.Make($"old/{name}", 1);
        await _folder.IndexAsync();
        await _folder.CaptionAsync("old/13.bmp");
        Directory.Move(_folder.At("old"), _folder.At("new"));
        _folder.Make("new/40.bmp", 1);

        var report = await _folder.IndexAsync();

        Assert.Equal((1, 20, 0), (report.Added, report.Moved, report.Removed));
        Assert.Equal([.. names.Select(static name => $"new/{name}"), "new/40.bmp"], _folder.Paths());
        var captioned = _folder.Paths().Count(path => _folder.CaptionsOf(path) is ["words of old/13.bmp"]);
        Assert.InRange(captioned, 1, 2); // the copy that moved, and the one that is new if it was stored after that
        Assert.Equal(captioned, _folder.Paths().Count(path => _folder.CaptionsOf(path).Length > 0));
    }

    [Fact]
    public async Task Captions_that_change_places_in_their_files_are_all_kept()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        foreach (var (a, b) in new[] { ("one", "two"), ("two", "one") })
        {
            File.WriteAllLines(_folder.At("captions.csv"), ["image,caption", $"a.bmp,given {a}", $"b.bmp,given {b}"]);
            File.WriteAllText(_folder.At("a.txt"), $"beside {a}");
            File.WriteAllText(_folder.At("b.txt"), $"beside {b}");

            await _folder.IndexAsync();

            Assert.Equal([$"given {a}", $"beside {a}"], _folder.CaptionsOf("a.bmp"));
            Assert.Equal([$"given {b}", $"beside {b}"], _folder.CaptionsOf("b.bmp"));
        }
        Assert.Equal(4, _folder.Read(static index => index.CaptionCount));
    }

    [Fact]
    public async Task Other_rights_or_times_mean_reading_and_not_encoding_and_verification_reads_everything()
    {
        MakeOld(1, "a.bmp", "b.bmp", "c.bmp");
        File.WriteAllText(_folder.At("bad.bmp"), "no picture");
        await _folder.IndexAsync();

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.At("a.bmp"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(_folder.At("b.bmp"), Time.AddHours(1));
        var touched = await _folder.IndexAsync();
        var again = await _folder.IndexAsync();
        var verified = await _folder.IndexAsync(new IndexerOptions { VerifyContent = true });

        Assert.Equal((0, 3, 1), (touched.Updated, touched.Skipped, touched.Failed));
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 2, touched.Verified);
        Assert.Equal((0, 3), (again.Verified, again.Skipped));
        Assert.Equal((3, 3, 1), (verified.Verified, verified.Skipped, verified.Failed));
    }

    [Fact]
    public async Task A_picture_restored_with_its_old_size_and_time_is_not_taken_for_the_damaged_one()
    {
        var picture = BitmapFolder.Bitmap(1);
        File.WriteAllBytes(_folder.At("a.bmp"), new byte[picture.Length]);
        File.SetLastWriteTimeUtc(_folder.At("a.bmp"), Time);
        Assert.Equal(1, (await _folder.IndexAsync()).Failed);

        File.WriteAllBytes(_folder.At("a.bmp"), picture);
        File.SetLastWriteTimeUtc(_folder.At("a.bmp"), Time);

        Assert.Equal(1, (await _folder.IndexAsync()).Added);
    }

    private void MakeOld(int color, params string[] names)
    {
        _folder.MakeAll(color, names);
        foreach (var name in names)
            File.SetLastWriteTimeUtc(_folder.At(name), Time);
    }

    private void Move(string from, string to) => File.Move(_folder.At(from), _folder.At(to));
}
