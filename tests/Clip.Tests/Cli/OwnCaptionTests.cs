using System.Text;
using System.Text.Json;

namespace Clip.Tests.Cli;

/// <summary>Captions that pictures bring, in their files and in a text beside them.</summary>
public sealed class OwnCaptionTests
{
    private static readonly string Pictures = Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Goldens", "metadata", "format-1", "pictures");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Titles_keywords_and_texts_beside_pictures_become_captions()
    {
        using var folder = Album();
        await WriteAsync(folder.At("boats.txt"), "A quay in summer\n\n  Two boats at a quay \r\nGrüße vom See\n");
        await WriteAsync(folder.At("plain.png.txt"), "\uFEFFa plain oval");

        Assert.Equal(7, Counted(await IndexAsync(folder), "captions"));

        Assert.Equal(
            [
                "A quay in summer", "Christmas tree", "Grüße vom See", "Two boats at a quay", "a plain oval",
                "candles", "tree",
            ],
            await CaptionsAsync(folder));
        Assert.Equal("A quay in summer", await CaptionOfAsync(folder, "boats.jpg"));
        Assert.Equal("a plain oval", await CaptionOfAsync(folder, "plain.png"));
        Assert.Equal("Christmas tree", await CaptionOfAsync(folder, "tree.webp"));
        Assert.Null(await CaptionOfAsync(folder, "andes.jpg"));
    }

    [Fact]
    public async Task A_text_that_comes_changes_or_goes_is_noticed_and_no_picture_is_read_again()
    {
        using var folder = Album();
        await IndexAsync(folder);
        await WriteAsync(folder.At("boats.txt"), "one");
        Assert.Equal((1, 4, 0), await ChangesAsync(folder));
        Assert.Equal("one", await CaptionOfAsync(folder, "boats.jpg"));

        await WriteAsync(folder.At("boats.txt"), "two\nthree");
        Assert.Equal((2, 4, 0), await ChangesAsync(folder));
        Assert.Equal(
            ["Christmas tree", "Two boats at a quay", "candles", "three", "tree", "two"], await CaptionsAsync(folder));

        await WriteAsync(folder.At("boats.jpg.txt"), "four");
        Assert.Equal((1, 4, 0), await ChangesAsync(folder));

        File.Delete(folder.At("boats.txt"));
        File.Delete(folder.At("boats.jpg.txt"));
        Assert.Equal((0, 4, 0), await ChangesAsync(folder));
        Assert.Equal(["Christmas tree", "Two boats at a quay", "candles", "tree"], await CaptionsAsync(folder));
        Assert.Equal((0, 4, 0), await ChangesAsync(folder));
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(0);
    }

    [Fact]
    public async Task Captions_of_a_file_and_own_captions_live_together()
    {
        using var folder = Album();
        using var elsewhere = new TestFolder();
        var given = elsewhere.At("captions.jsonl");
        await WriteAsync(given, """
            {"image":"boats.jpg","caption":"given boats"}
            {"image":"boats.jpg","caption":"Two boats at a quay"}
            """);
        await WriteAsync(folder.At("boats.txt"), "boats beside");

        await IndexAsync(folder);
        await IndexAsync(folder, "--captions", given);
        Assert.Equal(
            ["Christmas tree", "Two boats at a quay", "boats beside", "candles", "given boats", "tree"],
            await CaptionsAsync(folder));
        Assert.Equal("given boats", await CaptionOfAsync(folder, "boats.jpg"));

        // Each origin changes by itself.
        await WriteAsync(given, """{"image":"boats.jpg","caption":"other boats"}""");
        await IndexAsync(folder, "--captions", given);
        File.Delete(folder.At("boats.txt"));
        await IndexAsync(folder);
        Assert.Equal(
            ["Christmas tree", "Two boats at a quay", "candles", "other boats", "tree"], await CaptionsAsync(folder));

        // They move with the file, and go with it.
        File.Move(folder.At("boats.jpg"), folder.At("moved", "quay.jpg"));
        Assert.Equal(0, Counted(await IndexAsync(folder), "captions"));
        Assert.Equal("other boats", await CaptionOfAsync(folder, "quay.jpg"));
        File.Delete(folder.At("moved", "quay.jpg"));
        await IndexAsync(folder);
        Assert.Equal(["Christmas tree", "candles", "tree"], await CaptionsAsync(folder));
    }

    [Fact]
    public async Task They_can_be_switched_off_and_on()
    {
        using var folder = Album();
        await WriteAsync(folder.At("boats.txt"), "boats beside");

        Assert.Equal(0, Counted(await IndexAsync(folder, "--no-own-captions"), "captions"));
        // The index remembers it.
        (await ClipSearch.RunAsync("search", "a boat", "--in", folder.Path)).Ended(0);
        Assert.Empty(await CaptionsAsync(folder));

        Assert.Equal(5, Counted(await IndexAsync(folder, "--own-captions"), "captions"));
        Assert.Equal(
            ["Christmas tree", "Two boats at a quay", "boats beside", "candles", "tree"], await CaptionsAsync(folder));
        await WriteAsync(folder.At("given.csv"), "file,caption\nboats.jpg,given boats\n");
        await IndexAsync(folder, "--no-own-captions", "--captions", folder.At("given.csv"));
        Assert.Equal(["given boats"], await CaptionsAsync(folder));
        (await ClipSearch.RunAsync("index", folder.Path, "--own-captions", "--no-own-captions"))
            .IsError("--own-captions: does not go with --no-own-captions");
    }

    [Fact]
    public async Task A_text_that_is_a_link_is_read_only_from_where_the_picture_lies()
    {
        using var folder = new TestFolder();
        using var elsewhere = new TestFolder();
        await WriteAsync(elsewhere.At("private", "diary.txt"), "nobody's business");
        await WriteAsync(elsewhere.At("store", "2.txt"), "a plain oval");
        File.Copy(Path.Combine(Pictures, "plain.png"), folder.At("1.png"));
        File.Copy(Path.Combine(Pictures, "boats.jpg"), elsewhere.At("store", "2.jpg"));
        try
        {
            File.CreateSymbolicLink(folder.At("1.txt"), elsewhere.At("private", "diary.txt"));
            // As in the caches and data sets that are made of links.
            File.CreateSymbolicLink(folder.At("2.jpg"), elsewhere.At("store", "2.jpg"));
            File.CreateSymbolicLink(folder.At("2.txt"), elsewhere.At("store", "2.txt"));
        }
        catch (IOException)
        {
            Assert.Skip("Links may not be made here: Windows wants developer mode for them.");
        }

        Assert.Equal(2, Counted(await IndexAsync(folder), "captions"));
        Assert.Equal(0, Counted(await IndexAsync(folder), "captions"));

        Assert.Equal("a plain oval", await CaptionOfAsync(folder, "2.jpg"));
        Assert.Null(await CaptionOfAsync(folder, "1.png"));
    }

    [Fact]
    public async Task Captions_of_missing_pictures_are_reported_and_left_out()
    {
        using var folder = Album();
        await WriteAsync(
            folder.At("captions.csv"), "file,caption\nboats.jpg,given boats\ngone.jpg,a ghost\nlost.jpg,another\n");

        var answer = await IndexAsync(folder, "--no-own-captions");

        answer.HasOneErrorLine(
            folder.At("captions.csv"), "names 2 pictures that are not in the index, such as gone.jpg",
            "check the paths");
        Assert.Equal(["given boats"], await CaptionsAsync(folder));
        Assert.Empty((await IndexAsync(folder)).Errors);
        // They are taken in when the picture comes.
        File.Copy(folder.At("plain.png"), folder.At("gone.jpg"));
        await IndexAsync(folder);
        Assert.Equal("a ghost", await CaptionOfAsync(folder, "gone.jpg"));
    }

    [Fact]
    public async Task A_changed_picture_has_the_captions_of_its_new_content()
    {
        using var folder = Album();
        await IndexAsync(folder);

        File.Copy(folder.At("plain.png"), folder.At("boats.jpg"), overwrite: true);
        File.SetLastWriteTimeUtc(folder.At("boats.jpg"), new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await IndexAsync(folder);
        File.Copy(
            Path.Combine(Repository.Root, "gallery", "photos", "kodak-01.jpg"), folder.At("tree.webp"),
            overwrite: true);
        await IndexAsync(folder, "--no-own-captions");

        Assert.Empty(await CaptionsAsync(folder));
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(0);
    }

    [Fact]
    public async Task Bad_texts_are_a_line_on_standard_error_each_and_the_rest_goes_on()
    {
        using var folder = Album();
        await File.WriteAllBytesAsync(folder.At("boats.txt"), new byte[2000], Stop);
        await File.WriteAllBytesAsync(folder.At("plain.txt"), [.. "good\nbad "u8, 0xFC, .. "\nalso good"u8], Stop);
        await WriteAsync(folder.At("tree.txt"), string.Concat(Enumerable.Repeat("a line\n", 200_000)));
        Directory.CreateDirectory(folder.At("tree.webp.txt"));

        var answer = await IndexAsync(folder);

        answer.HasOneErrorLine("boats.txt", "is not a text file");
        answer.HasOneErrorLine("plain.txt:2", "not valid UTF-8");
        answer.HasOneErrorLine("tree.txt", "larger than 1 MiB");
        Assert.Equal(
            ["Christmas tree", "Two boats at a quay", "also good", "candles", "good", "tree"],
            await CaptionsAsync(folder));
        Assert.Empty((await IndexAsync(folder)).Errors);
    }

    [Fact]
    public async Task Damaged_captions_are_rebuilt_where_they_were()
    {
        using var folder = Album();
        await WriteAsync(folder.At("boats.txt"), "boats beside");
        await IndexAsync(folder);
        var before = await CaptionsAsync(folder);
        using (var vectors = File.OpenWrite(Directory.GetFiles(folder.At(".clip"), "vectors-*.f32").Single()))
        {
            // The last rows: the captions came after the pictures.
            vectors.Position = vectors.Length - (5 * 384 * sizeof(float));
            vectors.Write(new byte[5 * 384 * sizeof(float)]);
        }
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(2);

        await IndexAsync(folder, "--repair");

        Assert.Equal(before, await CaptionsAsync(folder));
        Assert.Equal("boats beside", await CaptionOfAsync(folder, "boats.jpg"));
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(0);
        // They are still the text's and the picture's own.
        File.Delete(folder.At("boats.txt"));
        await IndexAsync(folder);
        Assert.Equal(before.Where(caption => caption != "boats beside"), await CaptionsAsync(folder));
    }

    private static TestFolder Album()
    {
        var folder = new TestFolder();
        foreach (var picture in Directory.GetFiles(Pictures, "*", SearchOption.AllDirectories))
            File.Copy(picture, folder.At(Path.GetFileName(picture)));
        return folder;
    }

    private static Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, text, new UTF8Encoding(false), Stop);
    }

    private static async Task<Answer> IndexAsync(TestFolder folder, params string[] options) =>
        (await ClipSearch.RunAsync(["index", folder.Path, "--json", .. options])).Ended(0);

    private static async Task<(int Captions, int Skipped, int Failed)> ChangesAsync(TestFolder folder)
    {
        var answer = await IndexAsync(folder);
        // The number of pictures that were read and found unchanged is missing where it is 0.
        Assert.False(answer.Json.Single().TryGetProperty("verified", out _));
        return (Counted(answer, "captions"), Counted(answer, "skipped"), Counted(answer, "failed"));
    }

    private static int Counted(Answer answer, string name) => answer.Json.Single().GetProperty(name).GetInt32();

    /// <summary>All captions of the index, in the order of their characters.</summary>
    private static async Task<List<string>> CaptionsAsync(TestFolder folder)
    {
        var status = (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0).Json.Single();
        if (status.GetProperty("captions").GetInt32() == 0)
            return [];
        // Asked with a picture that the index knows, so that nothing is decoded.
        var answer = (await ClipSearch.RunAsync(
            "caption", folder.At("plain.png"), "--in", folder.Path, "--no-index", "--json", "-n", "100")).Ended(0);
        Assert.Equal(status.GetProperty("captions").GetInt32(), answer.Json.Length);
        return [.. answer.Json.Select(line => line.GetProperty("caption").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task<string?> CaptionOfAsync(TestFolder folder, string name)
    {
        var answer = (await ClipSearch.RunAsync(
            "search", "anything", "--in", folder.Path, "--no-index", "--json", "--glob", name)).Ended(0);
        return answer.Json.Single()
            .GetProperty("caption") is { ValueKind: JsonValueKind.String } caption ? caption.GetString() : null;
    }
}
