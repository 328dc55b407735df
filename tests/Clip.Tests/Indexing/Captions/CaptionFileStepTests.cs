using Clip.Catalog.Reading;
using Clip.Tests.Catalog;

namespace Clip.Tests.Indexing.Captions;

/// <summary>The index holds what caption files say now, and nothing that they said before.</summary>
public sealed class CaptionFileStepTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_edited_caption_file_no_longer_says_is_removed()
    {
        using var album = new Album();
        album.Write("captions.jsonl", """
            "one"
            "two"
            {"image": "boats.jpg", "captions": ["quay", "two"]}
            {"image": "plain.png", "caption": "oval"}
            """);
        Assert.Equal(4, (await album.IndexAsync()).Captions);
        Assert.Equal("one two quay oval", album.Held("one", "two", "quay", "oval"));

        album.Write("captions.jsonl", """
            "three"
            {"image": "boats.jpg", "caption": "quay"}
            """);
        await album.IndexAsync();
        Assert.Equal("three quay", album.Held("one", "two", "three", "quay", "oval"));
        Assert.Equal([], album.CaptionsOf("plain.png"));

        // Emptied, it says nothing; unreadable, it is not known what it says.
        album.Write("captions.jsonl", "{ damaged");
        await album.IndexAsync();
        Assert.Equal("three quay", album.Held("three", "quay"));
        Assert.Single(album.Errors);
        album.Write("captions.jsonl", "");
        await album.IndexAsync();
        Assert.Equal("", album.Held("three", "quay"));
        Assert.Equal(0, (await album.IndexAsync()).Captions);
    }

    [Fact]
    public async Task Caption_files_in_folders_below_name_pictures_beside_them()
    {
        using var album = new Album();
        album.Write("captions.csv", "file,caption\nboats.jpg,harbor\n");
        File.Copy(album.At("boats.jpg"), album.At("trips", "boats.jpg"));
        album.Write("trips/captions.jsonl", """{"image": "boats.jpg", "caption": "quay"}""" + "\n");
        Directory.CreateDirectory(album.At("hidden"));
        album.Write("hidden/captions.txt", "never read\n");
        album.Write(".clipignore", "hidden");

        await album.IndexAsync();
        Assert.Equal(["harbor"], album.CaptionsOf("boats.jpg"));
        Assert.Equal(["quay"], album.CaptionsOf("trips/boats.jpg"));
        Assert.Equal("harbor quay", album.Held("harbor", "quay", "never read"));
        Assert.Equal(0, (await album.IndexAsync()).Captions);
        album.Write("trips/captions.jsonl", """{"image": "boats.jpg", "caption": "pier"}""" + "\n");
        await album.IndexAsync();
        Assert.Equal(["pier"], album.CaptionsOf("trips/boats.jpg"));

        // Moved with its folder, it says the same; deleted with it, nothing.
        Directory.Move(album.At("trips"), album.At("journeys"));
        await album.IndexAsync();
        Assert.Equal(["pier"], album.CaptionsOf("journeys/boats.jpg"));
        File.Delete(album.At("journeys", "captions.jsonl"));
        await album.IndexAsync();
        Assert.Equal("harbor", album.Held("harbor", "quay", "pier"));
        Assert.Empty(album.Errors);
    }

    [Fact]
    public async Task Captions_that_come_back_still_belong_to_their_file_though_that_is_away()
    {
        using var album = new Album();
        using var elsewhere = new TestFolder();
        var given = elsewhere.At("drive", "given.csv");
        await File.WriteAllTextAsync(given, "file,caption\nboats.jpg,quay\nplain.png,oval\n", Stop);
        await album.IndexAsync(captionFiles: given);
        File.Move(album.At("boats.jpg"), elsewhere.At("boats.jpg"));
        await album.IndexAsync();
        Directory.Move(elsewhere.At("drive"), elsewhere.At("away"));
        File.Move(elsewhere.At("boats.jpg"), album.At("boats.jpg"));
        await album.IndexAsync();
        Assert.Equal(["quay"], album.CaptionsOf("boats.jpg"));

        // It no longer says anything of the picture.
        Directory.Move(elsewhere.At("away"), elsewhere.At("drive"));
        await File.WriteAllTextAsync(given, "file,caption\nplain.png,oval\n", Stop);
        await album.IndexAsync();
        Assert.Empty(album.CaptionsOf("boats.jpg"));
        Assert.Equal("oval", album.Held("oval", "quay"));
    }

    [Fact]
    public async Task What_only_has_the_name_of_a_caption_file_is_reported_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        using var album = new Album();
        Directory.CreateDirectory(album.At("captions.json"));
        await CliWrap.Cli.Wrap("mkfifo").WithArguments([album.At("captions.txt")]).ExecuteAsync(Stop);

        await album.IndexAsync();
        Assert.Equal(
            [album.At("captions.json"), album.At("captions.txt")],
            album.Errors.Select(static error => error.Subject));
        File.Copy(album.At("boats.jpg"), album.At("more.jpg"));
        await album.IndexAsync();
        Assert.Empty(album.Errors);
        var folder = await Assert.ThrowsAsync<ClipException>(
            () => album.IndexAsync(captionFiles: album.At("captions.json")));
        Assert.Contains("is a folder", folder.Message);
    }

    [Fact]
    public async Task A_deleted_caption_file_takes_its_captions_along_and_leaves_those_of_others()
    {
        using var album = new Album();
        using var elsewhere = new TestFolder();
        var given = elsewhere.At("given.csv");
        await File.WriteAllTextAsync(given, "file,caption\nboats.jpg,quay\nboats.jpg,harbor\n", Stop);
        await File.WriteAllTextAsync(elsewhere.At("neighbor"), "", Stop);
        album.Write("captions.txt", "alone\nharbor\n");
        album.Write("captions.csv", "file,caption\nboats.jpg,quay\nplain.png,oval\n");

        await album.IndexAsync(captionFiles: given);
        Assert.Equal(["quay", "harbor"], album.CaptionsOf("boats.jpg").Order().Reverse());
        File.Delete(album.At("captions.csv"));
        await album.IndexAsync();
        Assert.Equal("alone quay harbor", album.Held("alone", "quay", "harbor", "oval"));

        // A file that was given once is remembered: it is read when it changes, and missed when it is deleted.
        await File.WriteAllTextAsync(given, "file,caption\nboats.jpg,pier\n", Stop);
        await album.IndexAsync();
        Assert.Equal(["pier"], album.CaptionsOf("boats.jpg"));
        File.Delete(given);
        await album.IndexAsync();
        Assert.Equal("alone harbor", album.Held("alone", "quay", "harbor", "oval", "pier"));
        File.Delete(album.At("captions.txt"));
        await album.IndexAsync();
        Assert.Equal("", album.Held("alone", "harbor"));
    }

    [Fact]
    public async Task Captions_follow_a_picture_that_is_moved_until_their_file_is_deleted_or_names_it()
    {
        using var album = new Album();
        album.Write("captions.csv", "file,caption\nboats.jpg,quay\nplain.png,oval\n");
        await album.IndexAsync();
        File.Move(album.At("boats.jpg"), album.At("moved", "new.jpg"));
        await album.IndexAsync();
        Assert.Equal(["quay"], album.CaptionsOf("moved/new.jpg"));

        album.Write("captions.csv", "file,caption\nboats.jpg,quay\n");
        await album.IndexAsync();
        Assert.Equal("quay", album.Held("quay", "oval"));
        album.Write("captions.csv", "file,caption\nnew.jpg,pier\n");
        await album.IndexAsync();
        Assert.Equal(["pier"], album.CaptionsOf("moved/new.jpg"));

        File.Move(album.At("moved", "new.jpg"), album.At("again.jpg"));
        await album.IndexAsync();
        Assert.Equal(["pier"], album.CaptionsOf("again.jpg"));
        File.Delete(album.At("captions.csv"));
        await album.IndexAsync();
        Assert.Equal("", album.Held("quay", "pier"));
    }

    [Fact]
    public async Task Captions_of_a_file_whose_drive_is_away_stay()
    {
        using var album = new Album();
        using var drive = new TestFolder();
        var given = drive.At("usb", "given.txt");
        await File.WriteAllTextAsync(given, "from the drive\n", Stop);
        await album.IndexAsync(captionFiles: given);

        File.Delete(given); // an empty mount point
        await album.IndexAsync();
        Assert.Equal("from the drive", album.Held("from the drive"));
        Directory.Delete(drive.At("usb"));
        await album.IndexAsync();
        Assert.Equal("from the drive", album.Held("from the drive"));

        await album.IndexAsync(prune: true);
        Assert.Equal("", album.Held("from the drive"));
    }

    [Fact]
    public async Task An_index_of_an_older_program_learns_which_file_said_what()
    {
        using var folder = FormatMigrationTests.OldIndex();
        var captions = folder.At("captions.txt");
        using var model = ClipModel.Load(Clip.Tests.Models.EmbeddedModel.Folder);
        var location = IndexLocation.For(folder.Path);
        await File.WriteAllTextAsync(captions, "a plain drawing\nnew\n", Stop);
        await RunAsync();
        Assert.Equal((true, true), Held());

        await File.WriteAllTextAsync(captions, "other\n", Stop);
        await RunAsync();

        Assert.Equal((true, false), Held()); // a picture has the first one, from before

        Task<IndexReport> RunAsync() =>
            new Indexer(model, location, new IndexerOptions { PictureCaptions = false })
                .RunAsync(cancellationToken: Stop);

        (bool, bool) Held()
        {
            using var index = EmbeddedIndex.Open(location);
            return (index.FindCaption("a plain drawing") is not null, index.FindCaption("new") is not null);
        }
    }

    [Fact]
    public async Task One_bad_caption_is_named_and_the_others_are_kept()
    {
        using var album = new Album();
        album.Write("captions.jsonl", """
            {"image": "boats.jpg", "captions": ["quay", "zero \u0000 byte"]}
            {"image": "boats\u0000.jpg", "caption": "nowhere"}
            {"image": "\ud83d.jpg", "caption": "no picture"}
            {"image": "plain.png", "captions": ["half \ud83d pair", "oval"]}
            "zero \u0000"
            "bell \u0007"
            """);
        album.Write("captions.csv", "file,caption\ntree.webp,zero \0 byte\ntree.webp,fir\ntree.webp,\"a, b\"\n");
        album.Write("captions.txt", "first\nzero \0 byte\nlast\n");

        await album.IndexAsync();

        string[] kept = ["quay", "oval", "bell \u0007", "fir", "a, b", "first", "last"];
        Assert.Equal(string.Join(' ', kept), album.Held([.. kept, "zero \0 byte", "nowhere", "no picture"]));
        Assert.Equal(
            [
                "captions.csv:2", "captions.jsonl:1", "captions.jsonl:2", "captions.jsonl:3", "captions.jsonl:4",
                "captions.jsonl:5", "captions.txt:2",
            ],
            album.Errors.Select(error => Path.GetFileName(error.Subject)).Order(StringComparer.Ordinal));
    }
}
