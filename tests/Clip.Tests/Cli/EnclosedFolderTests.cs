using Clip.Searching;

namespace Clip.Tests.Cli;

/// <summary>A folder without an index of its own is a part of the index above it.</summary>
public sealed class EnclosedFolderTests(IndexedGallery gallery)
{
    [Fact]
    public async Task A_folder_below_an_indexed_one_is_searched_in_its_index()
    {
        using var copy = await gallery.CopyAsync();
        File.Copy(Pictures.Photo("kodak-01.jpg"), copy.At("photos", "deep", "new.jpg"));
        var (all, photos) = (copy.Path, copy.At("photos"));

        var named = await Search(all, "--in", "photos");
        var inside = await Search(photos, "-q");
        var glob = await Search(photos, "--glob", "deep/*.jpg");
        var similar = (await ClipSearch.RunAsync(
            ["similar", "kodak-01.jpg", "--json", "-n", "200"], null, photos)).Ended(0);
        var quiet = await Search(all, "--in", "photos", "--glob", "photos/*", "-q", "海边的狗", "nosuch.jpg");

        Assert.NotEmpty(named.Paths);
        Assert.All(named.Paths, static path => Assert.StartsWith("photos/", path));
        named.HasOneErrorLine("photos: is taken from the index of", "--own-index");
        Assert.Equal(named.Paths.Select(static path => path["photos/".Length..]), inside.Paths);
        Assert.Equal(["deep/new.jpg"], glob.Paths);
        // The copy of the picture stands for both in the search, and for itself here.
        Assert.Equal("deep/new.jpg", similar.Paths[0]);
        Assert.Equal(inside.Paths.Length, similar.Paths.Length);
        Assert.Empty(inside.Errors);
        Assert.Empty(quiet.Paths);
        Assert.Empty(quiet.Errors);
        Assert.False(Directory.Exists(copy.At("photos", ".clip")));
    }

    [Fact]
    public async Task A_folder_gets_an_index_of_its_own_on_request_and_keeps_it()
    {
        using var copy = await gallery.CopyAsync();
        var photos = copy.At("photos");
        File.Copy(Pictures.Photo("kodak-01.jpg"), copy.At("photos", "deep", "new.jpg"));

        string[] index = ["index", "photos/deep", "--json"];
        var part = (await ClipSearch.RunAsync(index, null, copy.Path)).Ended(0);
        var own = (await ClipSearch.RunAsync([.. index, "--own-index"], null, copy.Path)).Ended(0);
        var status = (await ClipSearch.RunAsync(["status", "--json"], null, copy.At("photos", "deep"))).Ended(0);

        part.Counts(added: 1);
        part.HasOneErrorLine("photos/deep: is taken from the index of .; for an index of its own: --own-index");
        Assert.Equal(copy.Path, part.Json[0].GetProperty("folder").GetString());
        own.Counts(added: 1);
        Assert.Equal(1, status.Json[0].GetProperty("files").GetInt32());
        Assert.Empty(status.Errors);
        Assert.Null(EnclosingIndex.Find(IndexLocation.For(copy.At("photos", "deep"))));
        Assert.Equal("photos", EnclosingIndex.Find(IndexLocation.For(photos))?.Folder);
        // Kept elsewhere, hidden or missing, it is no part of the index above.
        Assert.Null(EnclosingIndex.Find(IndexLocation.For(photos, copy.At("elsewhere"))));
        Directory.CreateDirectory(copy.At("photos", ".hidden", "x"));
        Assert.Null(EnclosingIndex.Find(IndexLocation.For(copy.At("photos", ".hidden", "x"))));
        Assert.Null(EnclosingIndex.Find(IndexLocation.For(copy.At("gone"))));
    }

    [Fact]
    public async Task A_folder_that_the_index_above_leaves_out_gets_an_index_of_its_own()
    {
        using var folder = new TestFolder();
        foreach (var place in new[] { "", "raw", "noted", "@eaDir" })
            File.Copy(Pictures.Photo($"kodak-0{1 + place.Length}.jpg"), folder.At(place, "1.jpg"));
        await File.WriteAllTextAsync(folder.At(".clipignore"), "noted\n", TestContext.Current.CancellationToken);
        (await ClipSearch.RunAsync("index", folder.Path, "--exclude", "raw", "--json")).Counts(added: 1);

        foreach (var place in new[] { "raw", "noted", "@eaDir" })
        {
            Assert.Null(EnclosingIndex.Find(IndexLocation.For(folder.At(place))));
            (await ClipSearch.RunAsync("index", folder.At(place), "--json")).Counts(added: 1);
        }

        var status = (await ClipSearch.RunAsync("status", "--json", "--in", folder.Path)).Ended(0);
        Assert.Equal(1, status.Json[0].GetProperty("files").GetInt32());
    }

    [Fact]
    public void A_link_means_the_folder_that_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var pictures = new TestFolder();
        using var links = new TestFolder();
        File.WriteAllText(pictures.At(".clip", "catalog.db"), "not empty");
        Directory.CreateDirectory(pictures.At("2024", "may"));
        Directory.CreateSymbolicLink(links.At("favorite"), pictures.At("2024", "may"));
        Directory.CreateSymbolicLink(pictures.At("now"), pictures.At("2024"));
        Directory.CreateSymbolicLink(pictures.At("away"), links.At("elsewhere"));
        Directory.CreateDirectory(links.At("elsewhere"));

        Assert.Equal("2024/may", Folder(links.At("favorite")));
        Assert.Equal("2024", Folder(pictures.At("now")));
        Assert.Equal("2024/may", Folder(pictures.At("now", "may")));
        Assert.Equal("away", Folder(pictures.At("away")));
        Assert.Null(Folder(links.At("elsewhere")));

        static string? Folder(string path) => EnclosingIndex.Find(IndexLocation.For(path))?.Folder;
    }

    [Fact]
    public void No_mount_point_is_crossed_and_no_home_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The mount points are those of Linux.");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.True(SearchBoundaries.Lie("/", "/proc/self"));
        Assert.True(SearchBoundaries.Lie("/", "/proc"));
        Assert.False(SearchBoundaries.Lie("/proc", "/proc/self"));
        Assert.True(SearchBoundaries.Lie(Path.GetDirectoryName(home)!, Path.Combine(home, "Pictures")));
        Assert.False(SearchBoundaries.Lie(home, Path.Combine(home, "Pictures")));
    }

    private static Task<Answer> Search(string current, params string[] arguments) =>
        ClipSearch.RunAsync(["search", "a house", "--json", "-n", "200", .. arguments], null, current);
}
