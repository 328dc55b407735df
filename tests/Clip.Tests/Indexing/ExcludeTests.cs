namespace Clip.Tests.Indexing;

/// <summary>What is left out of an index, and that the index remembers it.</summary>
public sealed class ExcludeTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Patterns_are_remembered_until_they_are_forgotten_and_what_matches_leaves_with_its_captions_kept()
    {
        _folder.MakeAll(1, "a.bmp", "raw/b.bmp", "raw/c.bmp", "x.dib");
        await _folder.CaptionAsync("raw/b.bmp");

        var excluded = await _folder.IndexAsync(new IndexerOptions { Exclude = ["raw"] });
        var remembered = await _folder.IndexAsync();
        var more = await _folder.IndexAsync(new IndexerOptions { Exclude = ["*.dib"] });
        var forgotten = await _folder.IndexAsync(new IndexerOptions { Exclude = ["*.dib"], ForgetExcludes = true });

        Assert.Equal((2, 2, 0), (excluded.Removed, excluded.Skipped, excluded.Absent));
        Assert.Equal((0, 2), (remembered.Added, remembered.Skipped));
        Assert.Equal((1, 1), (more.Removed, more.Skipped));
        Assert.Equal((2, 1), (forgotten.Added, forgotten.Skipped));
        Assert.Equal(["a.bmp", "raw/b.bmp", "raw/c.bmp"], _folder.Paths());
        Assert.Equal(["words of raw/b.bmp"], _folder.CaptionsOf("raw/b.bmp"));
        // The rows came back to life; dead are that of x.dib, and that of the caption until it was encoded again.
        Assert.Equal(2, _folder.Read(static index => index.DeadCount));
    }

    [Fact]
    public async Task Pictures_that_are_all_excluded_are_not_away()
    {
        _folder.MakeAll(1, "a.bmp", "raw/b.bmp");
        await _folder.IndexAsync();

        var excluded = await _folder.IndexAsync(new IndexerOptions { Exclude = ["*.bmp"] });

        Assert.Equal((2, 0), (excluded.Removed, excluded.Absent));
        Assert.Empty(_folder.Paths());
    }

    [Fact]
    public async Task An_ignore_file_takes_effect_with_the_next_run_and_so_does_its_end()
    {
        _folder.MakeAll(1, "a.bmp", "2019/b.bmp", "2019/raw/c.bmp");
        await _folder.CaptionAsync("2019/b.bmp");
        File.WriteAllText(_folder.At("2019/.clipignore"), "b.*\nraw\n");

        var ignored = await _folder.IndexAsync();
        File.Delete(_folder.At("2019/.clipignore"));
        var back = await _folder.IndexAsync();

        Assert.Equal((2, 1), (ignored.Removed, ignored.Skipped));
        Assert.Equal((2, 1), (back.Added, back.Skipped));
        Assert.Equal(["words of 2019/b.bmp"], _folder.CaptionsOf("2019/b.bmp"));
    }

    [Fact]
    public async Task System_folders_and_previews_are_left_out_unless_they_are_wanted()
    {
        _folder.MakeAll(
            1, "a.bmp", "@eaDir/b.bmp/SYNO.bmp", "2019/#recycle/c.bmp", "#snapshot/d.bmp", "$RECYCLE.BIN/e.bmp",
            "System Volume Information/f.bmp", "lost+found/g.bmp", "My.lrdata/1/h.bmp",
            "Pictures/Photos.photoslibrary/resources/i.bmp", "Pictures/Photos.photoslibrary/originals/j.bmp",
            "web/node_modules/k/k.bmp", "@Recycle/l.bmp", "Thumbs.db/m.bmp", "sub/$recycle.bin/n.bmp");
        const int systems = 12;

        var usual = await _folder.IndexAsync();
        var all = await _folder.IndexAsync(new IndexerOptions { DefaultExcludes = false });
        var remembered = await _folder.IndexAsync();
        var again = await _folder.IndexAsync(new IndexerOptions { DefaultExcludes = true });

        Assert.Equal(2, usual.Added);
        Assert.Equal(["Pictures/Photos.photoslibrary/originals/j.bmp", "a.bmp"], _folder.Paths());
        Assert.Equal((systems, 2), (all.Added, all.Skipped));
        Assert.Equal(systems + 2, remembered.Skipped);
        Assert.Equal((systems, 2), (again.Removed, again.Skipped));
    }
}
