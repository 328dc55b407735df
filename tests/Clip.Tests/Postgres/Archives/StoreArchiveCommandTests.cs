using Clip.Tests.Cli;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Archives;

public sealed class StoreArchiveCommandTests
{
    [Fact]
    public async Task The_program_plans_encodes_and_searches_archives()
    {
        var store = TestServer.NewDatabase();
        using var folder = new BitmapFolder();
        await WriteAsync(folder, "0.tar", 0);
        await WriteAsync(folder, "1.tar", 10);

        var picture = Path.Combine(folder.Root, "1.tar", "3.bmp");
        string[] archives = [folder.At("0.tar"), folder.At("1.tar")];
        var planned = (await ClipSearch.RunAsync(["index", .. archives, "--store", store, "--plan", "--json"]))
            .Ended(0);
        Assert.Equal(10, planned.Json.Single().GetProperty("planned").GetInt32());
        (await ClipSearch.RunAsync("worker", "--store", store, "--root", folder.Root, "--once")).Ended(0);
        var found = (await ClipSearch.RunAsync("search", "the caption of 13", "--store", store, "--json", "-n", "20"))
            .Ended(0);
        Assert.Equal(10, found.Paths.Length);
        Assert.Contains(picture, found.Paths);

        var similar = (await ClipSearch.RunAsync(
            "similar", picture, "--store", store, "--json", "-n", "20")).Ended(0);
        Assert.Equal(9, similar.Paths.Length);
        var status = (await ClipSearch.RunAsync("status", "--store", store, "--json")).Ended(0).Json.Single();
        Assert.Equal(10, status.GetProperty("pictures").GetInt32());
        (await ClipSearch.RunAsync("status", "--store", store, "--verify")).Ended(0);

        // Alone, by this process, into the same library; what has not changed is not encoded again.
        await WriteAsync(folder, "2.tar", 20);
        var report = (await ClipSearch.RunAsync(
            "index", folder.At("2.tar"), folder.At("0.tar"), "--store", store, "--json")).Ended(0);
        var line = report.Json.Single(static one => one.TryGetProperty("added", out _));
        Assert.Equal((5, 5), (line.GetProperty("added").GetInt32(), line.GetProperty("skipped").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_done_with_an_archive_is_said_with_its_remedy()
    {
        var store = TestServer.NewDatabase();
        using var folder = new BitmapFolder();
        await WriteAsync(folder, "a.tar", 0);
        await WriteAsync(folder, "b.tar.gz", 0);
        await WriteAsync(folder, "c.TGZ", 0);
        (await ClipSearch.RunAsync("index", folder.At("a.tar"))).IsError("a.tar: needs --store", "unpack");
        foreach (var name in (string[])["b.tar.gz", "c.TGZ"])
        {
            (await ClipSearch.RunAsync("index", folder.At(name), "--store", store, "--plan"))
                .IsError($"{name}: is compressed", "gunzip");
        }
        (await ClipSearch.RunAsync("index", folder.At("a.tar"), "--store", store, "--captions", folder.At("a.tar")))
            .IsError("--captions", "does not go with an archive");
        (await ClipSearch.RunAsync("index", folder.At("none.tar"), "--store", store)).IsError("does not exist");
    }

    private static Task WriteAsync(BitmapFolder folder, string archive, int color)
    {
        using var maker = new TarMaker();
        for (var i = 0; i < 5; i++)
        {
            maker.Add($"{i}.bmp", BitmapFolder.Bitmap(color + i))
                .Add($"{i}.txt", System.Text.Encoding.UTF8.GetBytes($"the caption of {color + i}"));
        }
        return File.WriteAllBytesAsync(folder.At(archive), maker.ToArray(), TestContext.Current.CancellationToken);
    }
}
