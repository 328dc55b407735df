using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

/// <summary>What an index does with caption files.</summary>
public abstract partial class StoreBehavior
{
    [Fact]
    public async Task Caption_files_give_pictures_what_they_say_now()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        var file = _folder.At("captions.csv");
        await File.WriteAllTextAsync(file, "image,caption\na.bmp,a red door\nb.bmp,a green hill\n", Stop);
        var (location, report) = await RunAsync();
        Assert.Equal(2, report.Captions);
        Assert.Equal(["a red door"], CaptionsOf(location, "a.bmp"));

        await File.WriteAllTextAsync(file, "image,caption\na.bmp,a blue door\n", Stop);
        await RunAsync();
        Assert.Equal(["a blue door"], CaptionsOf(location, "a.bmp"));
        Assert.Empty(CaptionsOf(location, "b.bmp"));
        using var search = new PictureSearch(BitmapFolder.Model, location);
        var found = await search.SearchAsync(
            new SearchRequest("blue door") { Rank = RankBy.Words }, null, Stop);
        Assert.Equal("a.bmp", Assert.Single(found.Pictures).Path);
        Assert.Empty((await search.SearchAsync(
            new SearchRequest("green hill") { Rank = RankBy.Words }, null, Stop)).Pictures);
    }

    [Fact]
    public async Task Words_with_hyphens_are_found_without_them_and_the_other_way_round()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp", "d.bmp", "e.bmp");
        await File.WriteAllTextAsync(
            _folder.At("captions.csv"),
            "image,caption\na.bmp,send an e-mail\nb.bmp,a red T-shirt\nc.bmp,an X\u2010ray\nd.bmp,free wifi\n"
            + "e.bmp,his mother-in-law\n", Stop);
        var (location, _) = await RunAsync();
        using var search = new PictureSearch(BitmapFolder.Model, location);

        foreach (var (query, path) in ((string, string)[])
            [
                ("email", "a.bmp"), ("emails", "a.bmp"), ("tshirt", "b.bmp"), ("red-t-shirt", "b.bmp"),
                ("xray", "c.bmp"), ("Wi-Fi", "d.bmp"), ("motherinlaw", "e.bmp"),
            ])
        {
            var found = await search.SearchAsync(new SearchRequest(query) { Rank = RankBy.Words }, null, Stop);
            Assert.Equal((query, path), (query, found.Pictures is [var first, ..] ? first.Path : null));
        }
    }

    [Fact]
    public async Task Captions_stay_while_their_file_is_damaged_and_go_when_it_is_deleted()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        var file = _folder.At("captions.csv");
        await File.WriteAllTextAsync(file, "image,caption\na.bmp,a red door\n", Stop);
        var (location, _) = await RunAsync();

        await File.WriteAllBytesAsync(file, [0, 1, 2, 0xff, 0xfe, 0], Stop);
        List<ClipException> errors = [];
        await RunAsync(errors);
        Assert.Equal(file, Assert.Single(errors).Subject);
        Assert.Equal(["a red door"], CaptionsOf(location, "a.bmp"));

        File.Delete(file);
        await RunAsync();
        Assert.Empty(CaptionsOf(location, "a.bmp"));
        using var index = PictureIndex.Open(location);
        Assert.Equal(0, index.CaptionCount);
    }

    [Fact]
    public async Task Captions_follow_a_picture_that_is_moved_and_stay_with_it()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        var file = _folder.At("captions.csv");
        await File.WriteAllTextAsync(file, "image,caption\na.bmp,a red door\nb.bmp,a green hill\n", Stop);
        var (location, _) = await RunAsync();
        File.Move(_folder.At("a.bmp"), _folder.At("moved.bmp"));
        var (_, moved) = await RunAsync();
        Assert.Equal((0, 1), (moved.Added, moved.Moved));
        Assert.Equal(["a red door"], CaptionsOf(location, "moved.bmp"));

        // New pictures make caption files be read for them again.
        _folder.Make("c.bmp", 3);
        await RunAsync();
        Assert.Equal(["a red door"], CaptionsOf(location, "moved.bmp"));
        Assert.Equal(["a green hill"], CaptionsOf(location, "b.bmp"));
    }

    [Fact]
    public async Task Captions_of_pictures_that_come_later_wait_for_them()
    {
        _folder.MakeAll(1, "a.bmp");
        await File.WriteAllTextAsync(
            _folder.At("captions.csv"), "image,caption\na.bmp,a red door\nLATER.bmp,a green hill\n", Stop);
        var (location, first) = await RunAsync();
        Assert.Equal(1, first.Captions);
        _folder.Make("later.bmp", 2);
        var (_, second) = await RunAsync();
        Assert.Equal(1, second.Captions);
        Assert.Equal(["a green hill"], CaptionsOf(location, "later.bmp"));
    }

    [Fact]
    public async Task A_folder_with_the_name_of_a_caption_file_is_named_and_ends_nothing()
    {
        _folder.MakeAll(1, "a.bmp");
        Directory.CreateDirectory(_folder.At("captions.csv"));
        List<ClipException> errors = [];

        var (_, report) = await RunAsync(errors);

        Assert.Equal(1, report.Added);
        Assert.Equal(_folder.At("captions.csv"), Assert.Single(errors).Subject);
    }

    [Fact]
    public async Task Captions_from_a_pipe_stay_though_there_is_no_file_to_read_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        using var elsewhere = new TestFolder();
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        var pipe = elsewhere.At("pipe");
        await CliWrap.Cli.Wrap("mkfifo").WithArguments([pipe]).ExecuteAsync(Stop);
        var writing = Task.Run(
            () => File.AppendAllText(pipe, "image,caption\na.bmp,a red door\n"), Stop);
        var (location, report) = await RunAsync(captionFile: pipe);
        await writing;
        File.Delete(pipe);
        Assert.Equal(1, report.Captions);

        // A new picture makes the captions be attached again.
        _folder.Make("c.bmp", 3);
        await RunAsync();

        Assert.Equal(["a red door"], CaptionsOf(location, "a.bmp"));
    }

    private static string?[] CaptionsOf(IndexLocation location, string path)
    {
        using var index = PictureIndex.Open(location);
        return [.. index.FindCaptions(path).Select(index.CaptionText)];
    }
}
