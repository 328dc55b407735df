namespace Clip.Tests.Cli;

/// <summary>Folders that hold nothing, lead in circles, or hold what only looks like captions.</summary>
public sealed class BadFolderTests(IndexedGallery gallery)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_that_lead_in_a_circle_end()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("a", "1.jpg"));
        try
        {
            Directory.CreateSymbolicLink(folder.At("a", "up"), "..");
            Directory.CreateSymbolicLink(folder.At("a", "self"), folder.At("a"));
            File.CreateSymbolicLink(folder.At("round.jpg"), "round.jpg");
        }
        catch (IOException)
        {
            Assert.Skip("Links may not be made here: Windows wants developer mode for them.");
        }

        var answer = await ClipSearch.RunAsync("index", folder.Path, "--json");

        answer.Counts(added: 1, failed: 1);
        answer.HasOneErrorLine(folder.At("round.jpg"), "leads back to itself", "delete the link");
    }

    [Fact]
    public async Task A_folder_without_pictures_finds_nothing()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("notes.txt"), "no pictures", Stop);

        foreach (var verb in (string[][])[
            ["index", folder.Path], ["search", "a dog", "--in", folder.Path],
            ["caption", Pictures.Photo("kodak-01.jpg"), "--in", folder.Path]])
        {
            var answer = (await ClipSearch.RunAsync(verb)).Ended(1);
            answer.HasOneErrorLine(folder.Path, "holds no pictures", "name a folder");
        }
        (await ClipSearch.RunAsync("search", "a dog", "--in", folder.At("gone")))
            .IsError(folder.At("gone"), "does not exist", "check the path");
        (await ClipSearch.RunAsync("search", "a dog", "--in", folder.At("notes.txt")))
            .IsError(folder.At("notes.txt"), "is a file", "name the folder");
        (await ClipSearch.RunAsync("search", "a dog", "--in", folder.Path, "--no-index"))
            .IsError(folder.At(".clip"), "no index here", "clipsearch index");
        (await ClipSearch.RunAsync("status", "--in", folder.Path))
            .IsError(folder.At(".clip"), "no index here", "clipsearch index");
    }

    [Fact]
    public async Task An_invalid_caption_file_does_not_stop_a_search()
    {
        using var copy = await gallery.CopyAsync();
        await File.WriteAllTextAsync(copy.At("captions.json"), "[[]", Stop);

        var answer = (await ClipSearch.RunAsync("search", "parrots", "--in", copy.Path, "-n", "1")).Ended(0);
        answer.HasOneErrorLine(copy.At("captions.json"), ";");
        (await ClipSearch.RunAsync("index", copy.Path, "--captions", copy.At("captions.json"))).Ended(2)
            .HasOneErrorLine(copy.At("captions.json"), ";");
    }

    [Fact]
    public async Task A_file_where_the_index_belongs_is_named()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("1.jpg"));
        await File.WriteAllTextAsync(folder.At(".clip"), "", Stop);

        (await ClipSearch.RunAsync("index", folder.Path)).IsError(folder.At(".clip"), "is a file", "--index-dir");
        (await ClipSearch.RunAsync("status", "--in", folder.At("gone")))
            .IsError(folder.At("gone"), "does not exist", "check the path");
    }
}
