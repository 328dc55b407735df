namespace Clip.Tests.Cli;

/// <summary>
/// <c>index</c> and <c>status</c>: what changes in a folder is counted right, and nothing stored is lost.
/// </summary>
public sealed class IndexTests(IndexedGallery gallery)
{
    private static readonly string[] Counters = ["added", "updated", "moved", "removed", "skipped", "failed"];

    [Fact]
    public async Task Every_kind_of_change_is_counted_once()
    {
        using var copy = await gallery.CopyAsync();
        (await IndexAnswers.IndexAsync(copy)).Counts(skipped: 100);

        // Moved, renamed, copied, changed, deleted, touched, swapped.
        Directory.Move(copy.At("drawings"), copy.At("kept", "sketches"));
        File.Move(copy.At("photos", "kodak-23.jpg"), copy.At("photos", "parrots.jpg"));
        File.Copy(copy.At("photos", "kodak-02.jpg"), copy.At("photos", "copy.jpg"));
        File.Copy(copy.At("photos", "kodak-03.jpg"), copy.At("photos", "kodak-04.jpg"), overwrite: true);
        File.Delete(copy.At("photos", "kodak-05.jpg"));
        File.SetLastWriteTimeUtc(copy.At("photos", "kodak-06.jpg"), DateTime.UtcNow);
        File.Move(copy.At("photos", "kodak-07.jpg"), copy.At("photos", "t"));
        File.Move(copy.At("photos", "kodak-08.jpg"), copy.At("photos", "kodak-07.jpg"));
        File.Move(copy.At("photos", "t"), copy.At("photos", "kodak-08.jpg"));
        (await IndexAnswers.IndexAsync(copy)).Counts(added: 1, updated: 3, moved: 42, removed: 1, skipped: 54);
        (await IndexAnswers.IndexAsync(copy)).Counts(skipped: 100);

        // The vectors went with the contents, the captions with the files.
        var found = (await ClipSearch.RunAsync("search", "two macaw parrots", "--in", copy.Path, "--json", "-n", "1"))
            .Ended(0);
        Assert.Equal(copy.At("photos", "parrots.jpg"), found.Paths[0]);
        Assert.Equal(
            "two macaw parrots, one yellow and blue, one red", found.Json[0].GetProperty("caption").GetString());
        var same = (await ClipSearch.RunAsync(
            "search", copy.At("photos", "kodak-07.jpg"), "--in", copy.Path, "--json", "-n", "1")).Ended(0);
        Assert.Equal(copy.At("photos", "kodak-07.jpg"), same.Paths[0]);
        (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify")).Ended(0);
    }

    [Fact]
    public async Task A_summary_shows_no_speed_where_nothing_was_done_and_is_silent_when_asked()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("1.jpg"));

        Assert.Empty((await ClipSearch.RunAsync("index", folder.Path, "--quiet")).Ended(0).Output);
        Assert.EndsWith(
            "0 failed, 0 new captions\n", (await ClipSearch.RunAsync("index", folder.Path)).Ended(0).Output);
    }

    [Fact]
    public async Task A_file_renamed_in_its_capitals_alone_is_one_file()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("trip", "dog.jpg"));
        Assert.SkipUnless(File.Exists(folder.At("trip", "DOG.JPG")), "Capitals make another name on this file system.");
        (await IndexAnswers.IndexAsync(folder)).Counts(added: 1);

        File.Move(folder.At("trip", "dog.jpg"), folder.At("trip", "on-its-way"));
        File.Move(folder.At("trip", "on-its-way"), folder.At("trip", "Dog.jpg"));
        (await IndexAnswers.IndexAsync(folder)).Counts(moved: 1);
        (await IndexAnswers.IndexAsync(folder)).Counts(skipped: 1);
        Directory.Move(folder.At("trip"), folder.At("on-its-way"));
        Directory.Move(folder.At("on-its-way"), folder.At("Trip"));
        (await IndexAnswers.IndexAsync(folder)).Counts(moved: 1);
        (await IndexAnswers.IndexAsync(folder)).Counts(skipped: 1);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_read_again()
    {
        using var copy = await gallery.CopyAsync();
        (await IndexAnswers.IndexAsync(copy)).Counts(skipped: 100);
        var before = Directory.GetFiles(copy.At(".clip")).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        var search = (await ClipSearch.RunAsync(
            "search", "parrots", "--in", copy.Path, "--verbose", "--paths", "-n", "1")).Ended(0);
        var similar = (await ClipSearch.RunAsync(
            "similar", copy.At("photos", "kodak-01.jpg"), "--in", copy.Path, "--paths", "-n", "1")).Ended(0);

        Assert.EndsWith("kodak-23.jpg\n", search.Output);
        Assert.Contains("0 added, 0 updated, 0 moved, 0 removed, 100 unchanged, 0 failed", search.Errors);
        Assert.Single(similar.Lines);
        // Nor was the index opened for writing: a writer leaves traces.
        Assert.Equal(
            before,
            Directory.GetFiles(copy.At(".clip")).Where(before.ContainsKey)
                .ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task A_json_line_has_the_keys_of_the_contract()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("a.jpg"));

        var line = (await IndexAnswers.IndexAsync(folder)).Json.Single();

        Assert.Equal(
            [.. Counters, "captions", "pictures_per_second", "seconds", "folder", "unchanged"],
            line.EnumerateObject().Select(property => property.Name));
        Assert.Equal(folder.Path, line.GetProperty("folder").GetString());
        Assert.True(line.GetProperty("pictures_per_second").GetDouble() > 0);
    }

    [Fact]
    public async Task A_part_of_the_folder_is_indexed_alone()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a/1.jpg", "a/2.jpg", "b/3.jpg" })
            File.Copy(Pictures.Photo($"kodak-0{name[2]}.jpg"), folder.At(name.Split('/')));

        (await IndexAnswers.IndexAsync(folder, folder.At("a"), "--exclude", "2.*")).Counts(added: 1);
        (await IndexAnswers.IndexAsync(folder, folder.At("b", "3.jpg"))).Counts(added: 1);
        File.Delete(folder.At("a", "1.jpg"));
        // What lies outside the part that was named is neither gone nor dropped.
        (await IndexAnswers.IndexAsync(folder, folder.At("b"), "--prune")).Counts(skipped: 1);
        Assert.Equal(
            2, (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0).Number("pictures"));
        (await IndexAnswers.IndexAsync(folder, "--no-exclude")).Counts(added: 1, removed: 1, skipped: 1);
        (await IndexAnswers.IndexAsync(folder, "--exclude", "b")).Counts(skipped: 1, removed: 1);
        (await IndexAnswers.IndexAsync(folder)).Counts(skipped: 1);
    }

    [Fact]
    public async Task Paths_that_cannot_be_indexed_are_refused_before_any_work()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("in", "a.jpg"));
        File.Copy(Pictures.Photo("kodak-02.jpg"), folder.At("out", "b.jpg"));

        (await ClipSearch.RunAsync("index", "--in", folder.At("in"), folder.At("out")))
            .IsError(folder.At("out"), "is not in", folder.At("in"));
        (await ClipSearch.RunAsync("index", folder.At("in"), folder.At("gone")))
            .IsError(folder.At("gone"), "does not exist");
        (await ClipSearch.RunAsync("index", folder.At("in"), "--captions", folder.At("gone.csv")))
            .IsError(folder.At("gone.csv"), "does not exist");
        (await ClipSearch.RunAsync("index", folder.At("in"), folder.At("out"), "--index-dir", folder.At("index")))
            .IsError("--index-dir", "several");
        Assert.False(Directory.Exists(folder.At("in", ".clip")));
    }

    [Fact]
    public async Task Several_folders_have_an_index_each_and_files_go_to_that_of_their_folder()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("a", "1.jpg"));
        File.Copy(Pictures.Photo("kodak-02.jpg"), folder.At("b", "2.jpg"));
        File.Copy(Pictures.Photo("kodak-03.jpg"), folder.At("b", "3.jpg"));

        var lines = (await ClipSearch.RunAsync("index", folder.At("a"), folder.At("b", "3.jpg"), "--json"))
            .Ended(0).Json;

        Assert.Equal([folder.At("a"), folder.At("b")], lines.Select(line => line.GetProperty("folder").GetString()));
        Assert.Equal([1, 1], lines.Select(line => line.GetProperty("added").GetInt32()));
    }

    [Fact]
    public async Task An_index_can_be_elsewhere_and_then_belongs_to_its_folder()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("a", "1.jpg"));
        File.Copy(Pictures.Photo("kodak-02.jpg"), folder.At("b", "2.jpg"));

        (await ClipSearch.RunAsync(
            "search", "a house", "--in", folder.At("a"), "--index-dir", folder.At("index"), "--paths")).Ended(0);

        Assert.False(Directory.Exists(folder.At("a", ".clip")));
        (await ClipSearch.RunAsync("index", folder.At("b"), "--index-dir", folder.At("index")))
            .IsError(folder.At("index"), "is the index of", folder.At("a"));
    }

    [Fact]
    public async Task A_folder_that_lost_all_its_pictures_keeps_them_in_the_index_until_they_are_pruned()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("1.jpg"));
        (await IndexAnswers.IndexAsync(folder)).Counts(added: 1);
        File.Delete(folder.At("1.jpg"));

        // An unmounted drive looks like this.
        var kept = (await IndexAnswers.IndexAsync(folder)).Ended(1);
        kept.HasOneErrorLine(folder.Path, "nothing was removed", "--prune");
        (await IndexAnswers.IndexAsync(folder, "--prune")).Counts(removed: 1);
    }

    [Fact]
    public async Task A_drive_that_is_gone_takes_nothing_from_its_index_kept_elsewhere()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "kodak-01.jpg", "kodak-02.jpg" })
            File.Copy(Pictures.Photo(name), folder.At("drive", name));
        string[] index = ["--in", folder.At("drive"), "--index-dir", folder.At("index")];
        (await ClipSearch.RunAsync(["index", .. index, "--json"])).Counts(added: 2);
        var before = (await ClipSearch.RunAsync(["search", "a house", .. index, "--json"])).Ended(0);
        Directory.Move(folder.At("drive"), folder.At("unplugged"));

        var search = (await ClipSearch.RunAsync(["search", "a house", .. index, "--json"])).Ended(0);
        (await ClipSearch.RunAsync(["index", .. index])).IsError(folder.At("drive"));
        var status = (await ClipSearch.RunAsync(["status", .. index, "--json"])).Ended(0);

        Assert.Equal(before.Paths, search.Paths);
        search.HasOneErrorLine(folder.At("drive"), "searching what the index holds");
        Assert.Equal(2, status.Number("files"));
        Directory.Move(folder.At("unplugged"), folder.At("drive"));
        (await ClipSearch.RunAsync(["index", .. index, "--json"])).Counts(skipped: 2);
    }

    [Fact]
    public async Task Content_is_verified_and_an_index_is_rebuilt_where_that_is_asked()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a/1.jpg", "@eaDir/2.jpg" })
            File.Copy(Pictures.Photo($"kodak-0{name[^5]}.jpg"), folder.At(name.Split('/')));
        (await IndexAnswers.IndexAsync(folder, "--no-default-excludes")).Counts(added: 2);

        var verified = await IndexAnswers.IndexAsync(folder, "--verify-content");
        verified.Counts(skipped: 2);
        Assert.Equal(2, verified.Number("verified"));
        (await ClipSearch.RunAsync("index", "--in", folder.Path, folder.At("a"), "--rebuild"))
            .IsError("--rebuild", "whole folder");
        (await IndexAnswers.IndexAsync(folder, "--rebuild", "--decode", "exact")).Counts(added: 2);
        (await IndexAnswers.IndexAsync(folder, "--default-excludes")).Counts(skipped: 1, removed: 1);
        Assert.Equal(
            "exact",
            (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0)
                .Json.Single().GetProperty("decode").GetString());
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--failed")).Ended(1);
    }
}
