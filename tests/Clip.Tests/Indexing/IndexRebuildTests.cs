using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Tests.Indexing;

/// <summary>A rebuild encodes everything again, keeps what people gave, and replaces an index by a whole one.</summary>
public sealed class IndexRebuildTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Captions_choices_and_absent_files_are_kept_and_searches_see_the_old_index_until_then()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "drive/c.bmp", "drive/d.bmp", "thumbs/e.bmp", "deleted.bmp");
        await _folder.CaptionAsync("a.bmp", "drive/c.bmp", "deleted.bmp");
        await _folder.IndexAsync(new IndexerOptions { Exclude = ["thumbs"] });
        var deleted = File.ReadAllBytes(_folder.At("deleted.bmp"));
        File.Delete(_folder.At("deleted.bmp"));
        using var elsewhere = new TestFolder();
        Directory.Move(_folder.At("drive"), elsewhere.At("drive"));
        Assert.Equal(2, (await _folder.IndexAsync()).Absent);
        using var reader = EmbeddedIndex.Open(_folder.Location);

        var report = await RebuildAsync(new IndexerOptions { Decode = DecodeMode.Exact });

        Assert.Equal((2, 2, 0), (report.Added, report.Absent, report.Failed));
        Assert.Equal("exact", _folder.Read(static index => index.Model.Decode));
        Assert.Equal(["a.bmp", "b.bmp", "drive/c.bmp", "drive/d.bmp"], _folder.Paths());
        Assert.Equal(["words of a.bmp"], _folder.CaptionsOf("a.bmp"));
        Assert.Equal(["words of drive/c.bmp"], _folder.CaptionsOf("drive/c.bmp"));
        Assert.Equal(["words of a.bmp"], reader.FindCaptions("a.bmp").Select(reader.CaptionText));
        Assert.Equal([".clip"], Directory.GetDirectories(_folder.Root, ".*").Select(Path.GetFileName));
        File.WriteAllBytes(_folder.At("back.bmp"), deleted);
        Directory.Move(elsewhere.At("drive"), _folder.At("drive"));
        var back = await _folder.IndexAsync();
        Assert.Equal((1, 4, 0), (back.Added, back.Skipped, back.Absent));
        Assert.Equal(["words of deleted.bmp"], _folder.CaptionsOf("back.bmp"));
    }

    [Fact]
    public async Task A_rebuild_that_is_stopped_or_finds_nothing_leaves_the_old_index()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await _folder.IndexAsync();
        using (var stop = new CancellationTokenSource())
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => new IndexRebuild(BitmapFolder.Model, _folder.Location).RunAsync(cancellationToken: stop.Token));
        }
        Assert.Equal(["a.bmp", "b.bmp"], _folder.Paths());

        File.Delete(_folder.At("a.bmp"));
        File.Delete(_folder.At("b.bmp"));
        Assert.Equal(
            FolderFault.NoPictures, (await Assert.ThrowsAsync<FolderException>(() => RebuildAsync())).Fault);
        Assert.Equal(["a.bmp", "b.bmp"], _folder.Paths());
    }

    [Fact]
    public async Task An_index_of_another_model_is_replaced_with_its_captions()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        var other = new IndexModel("other", "0123456789abcdef", 8, "fast");
        using (var index = PictureIndexWriter.Open(_folder.Location, other, cancellationToken: Stop))
        {
            float[] vector = [1, 0, 0, 0, 0, 0, 0, 0];
            var hash = ContentHash.OfFile(_folder.At("a.bmp"), Stop);
            index.AddPicture(new FileRecord("a.bmp", 1, 1, hash, 8, 8), vector);
            index.SetCaptions("a.bmp", [index.AddCaption("by hand", vector)]);
            index.AddCaption("alone", vector, standalone: true);
            index.Commit();
        }
        await Assert.ThrowsAsync<IndexException>(() => _folder.IndexAsync());

        var report = await RebuildAsync();

        Assert.Equal(2, report.Added);
        Assert.Equal(["by hand"], _folder.CaptionsOf("a.bmp"));
        Assert.Equal(2, _folder.Read(static index => index.CaptionCount));
        Assert.Equal(2, (await _folder.IndexAsync()).Skipped);
    }

    [Fact]
    public async Task What_is_away_is_kept_even_if_no_run_has_noticed_it_yet()
    {
        _folder.MakeAll(1, "a.bmp", "gone.bmp", "drive/c.bmp", "drive/d.bmp");
        await _folder.IndexAsync();
        using var elsewhere = new TestFolder();
        Directory.Move(_folder.At("drive"), elsewhere.At("drive"));
        File.Delete(_folder.At("gone.bmp"));

        var report = await RebuildAsync();

        Assert.Equal((1, 2), (report.Added, report.Absent));
        Assert.Equal(["a.bmp", "drive/c.bmp", "drive/d.bmp"], _folder.Paths());
        Assert.Equal((2, 0), ((await _folder.IndexAsync()).Absent, (await _folder.IndexAsync()).Removed));
    }

    [Fact]
    public async Task Captions_of_a_file_that_is_away_still_belong_to_it_after_a_rebuild()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        using var elsewhere = new TestFolder();
        var given = elsewhere.At("drive", "given.jsonl");
        await File.WriteAllTextAsync(given, """{"image":"a.bmp","caption":"of a"}""" + "\n", Stop);
        await _folder.IndexAsync(new IndexerOptions { CaptionFiles = [given] });
        Directory.Move(elsewhere.At("drive"), elsewhere.At("away"));

        await RebuildAsync();

        Assert.Equal(["of a"], _folder.CaptionsOf("a.bmp"));
        Directory.Move(elsewhere.At("away"), elsewhere.At("drive"));
        await File.WriteAllTextAsync(given, """{"image":"b.bmp","caption":"of b"}""" + "\n", Stop);
        await _folder.IndexAsync();
        Assert.Empty(_folder.CaptionsOf("a.bmp"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_folder_that_is_away_is_named_and_none_above_it(bool isNoticed)
    {
        // The folder above has pictures that no run has seen, as many as it has lost.
        _folder.MakeAll(1, "trips/usb/1.bmp", "trips/usb/2.bmp", "a.bmp");
        await _folder.IndexAsync();
        using var elsewhere = new TestFolder();
        Directory.Move(_folder.At("trips/usb"), elsewhere.At("usb"));
        _folder.MakeAll(5, "trips/3.bmp", "trips/4.bmp");
        if (isNoticed)
            Assert.Equal(2, (await _folder.IndexAsync()).Absent);

        _folder.Errors.Clear();
        Assert.Equal(2, (await RebuildAsync()).Absent);

        var error = Assert.IsType<FolderException>(Assert.Single(_folder.Errors));
        Assert.Equal((FolderFault.Absent, _folder.At("trips/usb")), (error.Fault, error.Subject));
        Assert.Equal(2, (await _folder.IndexAsync()).Absent);
        Assert.Equal(_folder.At("trips/usb"), Assert.Single(_folder.Errors).Subject);
    }

    [Theory]
    [InlineData("random", 0)]
    [InlineData("empty", 0)]
    [InlineData("zeros", 0)]
    [InlineData("gone", 0)]
    [InlineData("cut", 1)]
    [InlineData("one page", 1)]
    public async Task A_rebuild_copes_with_a_catalog_that_is_damaged_in_any_way(string damage, int mayKeep)
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await _folder.CaptionAsync("a.bmp");
        var catalog = _folder.At(".clip/catalog.db");
        await File.WriteAllTextAsync(_folder.At(".clip/notes"), "somebody's", Stop);
        var content = await File.ReadAllBytesAsync(catalog, Stop);
        if (damage is "zeros" or "random")
            Array.Fill(content, damage == "zeros" ? (byte)0 : (byte)0xA7);
        content = damage switch
        {
            "empty" or "gone" => [],
            "cut" => content[..(content.Length / 2)],
            "one page" => content[..4096],
            _ => content,
        };
        await File.WriteAllBytesAsync(catalog, content, Stop);
        if (damage == "gone")
            File.Delete(catalog);
        _folder.Errors.Clear();

        Assert.Equal(2, (await RebuildAsync()).Added);

        Assert.Equal(["a.bmp", "b.bmp"], _folder.Paths());
        Assert.Equal(catalog, Assert.Single(_folder.Errors).Subject);
        Assert.InRange(_folder.CaptionsOf("a.bmp").Length, 0, mayKeep);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(_folder.At(".clip/notes"), Stop));
        Assert.Equal(2, (await _folder.IndexAsync()).Skipped);
    }

    [Fact]
    public async Task What_is_no_index_is_not_replaced_by_one()
    {
        _folder.Make("a.bmp", 1);
        using var theirs = new TestFolder();
        await File.WriteAllTextAsync(theirs.At("catalog.db"), new string('x', 9000), Stop);
        var location = IndexLocation.For(_folder.Root, theirs.Path);

        var error = await Assert.ThrowsAsync<IndexException>(
            () => new IndexRebuild(BitmapFolder.Model, location).RunAsync(cancellationToken: Stop));

        Assert.Equal(IndexFault.NotAnIndex, error.Fault);
        Assert.Equal(9000, new FileInfo(theirs.At("catalog.db")).Length);
    }

    [Fact]
    public async Task Caption_files_are_remembered_through_a_rebuild()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        using var elsewhere = new TestFolder();
        var (given, away) = (elsewhere.At("given.jsonl"), elsewhere.At("drive", "away.txt"));
        await File.WriteAllTextAsync(given, """{"image":"a.bmp","caption":"of a"}""" + "\n", Stop);
        await File.WriteAllTextAsync(away, "of none\n", Stop);
        await _folder.IndexAsync(new IndexerOptions { CaptionFiles = [given, away] });
        Directory.Delete(elsewhere.At("drive"), recursive: true);

        await RebuildAsync();

        Assert.Equal(["of a"], _folder.CaptionsOf("a.bmp"));
        Assert.Equal(2, _folder.Read(static index => index.CaptionCount));
        await File.WriteAllTextAsync(given, """{"image":"b.bmp","caption":"of b, later"}""" + "\n", Stop);
        await File.WriteAllTextAsync(elsewhere.At("drive", "away.txt"), "of none, later\n", Stop);
        await _folder.IndexAsync();
        Assert.Empty(_folder.CaptionsOf("a.bmp"));
        Assert.Equal(["of b, later"], _folder.CaptionsOf("b.bmp"));
        Assert.Null(_folder.Read(static index => index.FindCaption("of none")));
        Assert.NotNull(_folder.Read(static index => index.FindCaption("of none, later")));
    }

    private Task<IndexReport> RebuildAsync(IndexerOptions? options = null) =>
        new IndexRebuild(BitmapFolder.Model, _folder.Location, options).RunAsync(null, _folder.Report, Stop);
}
