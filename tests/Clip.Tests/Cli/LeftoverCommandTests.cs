namespace Clip.Tests.Cli;

/// <summary>What a killed program has left of an index, as users meet it.</summary>
public sealed class LeftoverCommandTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Status_doctor_and_index_name_an_unfinished_rebuild_and_index_removes_what_nobody_uses()
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(await gallery.Folder, "photos", "kodak-01.jpg"), folder.At("a.jpg"));
        (await ClipSearch.RunAsync("index", folder.Path)).Ended(0);
        var (rebuild, old) = (folder.Path + "/.clip.rebuild", folder.Path + "/.clip.0123abcd.old");
        TestFolder.Copy(folder.Path + "/.clip", old);
        // Made later than the index, as a rebuild is.
        using (var later = new TestFolder())
        {
            File.Copy(folder.At("a.jpg"), later.At("a.jpg"));
            (await ClipSearch.RunAsync("index", later.Path)).Ended(0);
            TestFolder.Copy(later.Path + "/.clip", rebuild);
        }

        var status = (await ClipSearch.RunAsync("status", "--in", folder.Path)).Ended(0);
        var json = (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0).Json.Single();
        var doctor = (await ClipSearch.RunAsync("doctor", "--in", folder.Path)).Ended(0);
        var index = (await ClipSearch.RunAsync("index", folder.Path)).Ended(0);

        foreach (var answer in (string[])[status.Output, doctor.Output])
        {
            Assert.Contains(".clip.rebuild (", answer);
            Assert.Contains($"to continue it: clipsearch index --rebuild --in {folder.Path}; to remove it: ", answer);
            Assert.Contains("of a program that was killed; the next run of index removes it", answer);
        }
        Assert.Equal(
            [(rebuild, true), (old, false)],
            json.GetProperty("leftovers").EnumerateArray().Select(static one => (
                one.GetProperty("path").GetString()!, one.GetProperty("unfinished_rebuild").GetBoolean())));
        index.HasOneErrorLine(".clip.0123abcd.old: left by a program that was killed; removed");
        index.HasOneErrorLine(".clip.rebuild: unfinished rebuild", "index --prune --in");
        Assert.False(Directory.Exists(old));
        (await ClipSearch.RunAsync("index", "--prune", folder.Path)).Ended(0)
            .HasOneErrorLine(".clip.rebuild: left by a program that was killed; removed");
        Assert.False(Directory.Exists(rebuild));
        Assert.Empty((await ClipSearch.RunAsync("index", folder.Path, "--quiet")).Ended(0).Errors);
        Assert.False(
            (await ClipSearch.RunAsync("status", "--in", folder.Path, "--json")).Ended(0).Json.Single()
            .TryGetProperty("leftovers", out _));
    }
}
