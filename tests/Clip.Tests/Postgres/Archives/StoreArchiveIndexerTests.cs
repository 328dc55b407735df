using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Archives;

public sealed class StoreArchiveIndexerTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();
    private readonly ConcurrentBag<ClipException> _errors = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Pictures_of_an_archive_are_indexed_as_those_of_a_folder_with_their_captions()
    {
        using var unpacked = new BitmapFolder();
        using var maker = new TarMaker();
        Dictionary<string, byte[]> files = new()
        {
            ["000001.bmp"] = BitmapFolder.Bitmap(1),
            ["000001.txt"] = "a red bicycle"u8.ToArray(),
            ["000001.json"] = "{\"caption\":\"not read\"}"u8.ToArray(),
            ["000002.bmp"] = BitmapFolder.Bitmap(2),
            ["000002.TXT"] = "two cats\non a sofa"u8.ToArray(),
            ["sub folder/ü3.bmp"] = BitmapFolder.Bitmap(3),
            ["sub folder/ü3.bmp.txt"] = "a boat"u8.ToArray(),
            ["sub folder/ü3.png"] = BitmapFolder.Bitmap(4),
            ["captions.txt"] = "000001.bmp\tnot read"u8.ToArray(),
        };
        foreach (var (name, content) in files)
        {
            maker.Add(name, content);
            if (name != "captions.txt")
                await File.WriteAllBytesAsync(unpacked.At($"pics.tar/{name}"), content, Stop);
        }
        Write("pics.tar", maker);
        await unpacked.IndexAsync();

        var report = await IndexAsync("pics.tar");

        Assert.Equal((4, 0), (report.Added, report.Failed));
        Assert.Equal(Describe(unpacked.Location), Describe(_store.FindLibrary()));
        Assert.Contains("pics.tar/000001.bmp: a red bicycle", Describe(_store.FindLibrary()));
        Assert.True(_store.Verify(_store.FindLibrary(), Stop).IsSound);
        Assert.Equal(4, (await IndexAsync("pics.tar")).Skipped);
    }

    [Fact]
    public async Task Only_what_has_changed_in_an_archive_is_encoded_again_and_what_is_gone_is_removed()
    {
        Pack("a.tar", ("1.bmp", 1, "one"), ("2.bmp", 2, "two"), ("3.bmp", 3, null), ("4.bmp", 4, null));
        Pack("b.tar", ("1.bmp", 11, null));
        Assert.Equal(5, (await IndexAsync("a.tar", "b.tar")).Added);

        // Of the same sizes and times in the archive: another picture, another caption, one that is gone, a new one.
        Pack("a.tar", ("2.bmp", 2, "TWO"), ("3.bmp", 9, null), ("4.bmp", 4, null), ("5.bmp", 5, null));
        var report = await IndexAsync("a.tar");
        Assert.Equal((1, 1, 1, 1), (report.Added, report.Updated, report.Removed, report.Skipped));
        Assert.Equal(
            ["a.tar/2.bmp", "a.tar/3.bmp", "a.tar/4.bmp", "a.tar/5.bmp", "b.tar/1.bmp"],
            Describe(_store.FindLibrary()).Where(static line => !line.Contains(": ", StringComparison.Ordinal))
                .Select(static line => line.Split(' ')[0]));
        Assert.Contains("a.tar/2.bmp: TWO", Describe(_store.FindLibrary()));
        Assert.Equal(4, (await IndexAsync("a.tar")).Skipped);

        // A run over the folder does not look into archives, and keeps what they have; caption files may name it.
        _folder.Make("c.bmp", 20);
        await File.WriteAllTextAsync(_folder.At("words.csv"), "image,caption\nb.tar/1.bmp,given\n", Stop);
        foreach (var prune in (bool[])[false, true])
        {
            var options = new IndexerOptions { Prune = prune, CaptionFiles = [_folder.At("words.csv")] };
            await new StoreIndexer(BitmapFolder.Model, _store.LibraryOf(_folder.Root), options)
                .RunAsync(null, _errors.Add, Stop);
            using var index = PictureIndex.Open(_store.FindLibrary());
            Assert.Equal(6, index.FileCount);
        }
        Assert.Empty(_errors);
        Assert.Contains("b.tar/1.bmp: given", Describe(_store.FindLibrary()));

        Pack("a.tar");
        Assert.Equal(4, (await IndexAsync("a.tar")).Absent);
        Assert.Contains("nothing was removed", Assert.Single(_errors).Problem, StringComparison.Ordinal);
        Assert.Equal(4, (await IndexAsync(new IndexerOptions { Prune = true }, "a.tar")).Removed);
    }

    [Fact]
    public async Task A_damaged_archive_is_named_and_loses_nothing_and_so_is_a_damaged_picture()
    {
        using var maker = new TarMaker(TarEntryFormat.Gnu);
        maker.Add("1.bmp", BitmapFolder.Bitmap(1)).Add("bad.bmp", [1, 2, 3]).Add("empty.bmp", []);
        maker.Add("../out.bmp", BitmapFolder.Bitmap(7)).Add("2.bmp", BitmapFolder.Bitmap(2));
        var whole = maker.ToArray();
        _folder.Make("out.bmp", 7);
        await File.WriteAllBytesAsync(_folder.At("a.tar"), whole, Stop);
        Pack("b.tar", ("1.bmp", 11, null));

        var report = await IndexAsync("a.tar", "b.tar");
        Assert.Equal((3, 3), (report.Added, report.Failed));
        AssertErrors(
            "a.tar/bad.bmp: ", "a.tar/empty.bmp: is empty",
            "a.tar: has a picture that is left out, as its name is no path inside the archive: ../out.bmp");

        // What was known behind the place stays, and other archives are not touched.
        await File.WriteAllBytesAsync(_folder.At("a.tar"), whole[..1200], Stop);
        report = await IndexAsync("a.tar", "b.tar");
        Assert.Equal((0, 0, 2), (report.Removed, report.Updated, report.Skipped));
        AssertErrors("a.tar: is cut off at byte 1,200");
        Assert.Equal(3, Describe(_store.FindLibrary()).Length);

        await File.WriteAllBytesAsync(_folder.At("a.tar"), whole, Stop);
        Assert.Equal(3, (await IndexAsync("a.tar", "b.tar")).Skipped);
        _errors.Clear();
        await File.WriteAllTextAsync(_folder.At("b.tar"), new string('x', 2000), Stop);
        await IndexAsync("b.tar");
        AssertErrors("b.tar: is no tar archive");
    }

    [Fact]
    public async Task Several_workers_share_archives_and_take_over_from_one_that_was_killed()
    {
        using var elsewhere = new BitmapFolder();
        for (var shard = 0; shard < 3; shard++)
        {
            Pack($"shards/{shard}.tar", [.. Enumerable.Range(0, 40).Select(i =>
                ($"{i:000}.bmp", shard * 40 + i, (string?)$"caption {i} of {shard}"))]);
        }
        var location = _store.LibraryOf(_folder.Root);
        string[] archives = [.. Enumerable.Range(0, 3).Select(i => _folder.At($"shards/{i}.tar"))];
        Assert.Equal(
            120, await new StoreArchiveIndexer(BitmapFolder.Model, location, archives).PlanAsync(_errors.Add, Stop));
        var library = LibraryCreation.Open(location, BitmapFolder.Model, decode: null).Id;
        Assert.NotNull(new WorkQueue(_store, library, "killed") { Lease = TimeSpan.FromMilliseconds(1) }.Take());

        // One without the archives gives its work back.
        elsewhere.Make("x.bmp", 1);
        var error = await Assert.ThrowsAsync<ClipException>(() => WorkAsync(elsewhere.Root));
        Assert.Contains("no other file of the library", error.Problem, StringComparison.Ordinal);
        // The other is on another machine, which has the folder at another place.
        using var mounted = new TestFolder();
        Directory.CreateSymbolicLink(mounted.At("pictures"), _folder.Root);
        var done = await Task.WhenAll(WorkAsync(_folder.Root), WorkAsync(mounted.At("pictures")));

        Assert.Equal(120, done.Sum());
        Assert.Empty(_errors);
        Assert.Equal(240, Describe(_store.FindLibrary()).Length);
        Assert.True(_store.Verify(_store.FindLibrary(), Stop).IsSound);
        Assert.Equal(120, (await IndexAsync("shards/0.tar", "shards/1.tar", "shards/2.tar")).Skipped);
    }

    [Fact]
    public async Task What_has_gone_from_an_archive_since_it_was_planned_is_named_and_planned_again_when_it_is_back()
    {
        Pack("a.tar", ("1.bmp", 1, null), ("2.bmp", 2, null), ("3.bmp", 3, null));
        var whole = await File.ReadAllBytesAsync(_folder.At("a.tar"), Stop);
        var location = _store.LibraryOf(_folder.Root);
        await new StoreArchiveIndexer(BitmapFolder.Model, location, [_folder.At("a.tar")]).PlanAsync(null, Stop);
        Pack("a.tar", ("1.bmp", 1, null), ("2.bmp", 2, null));
        var cut = await File.ReadAllBytesAsync(_folder.At("a.tar"), Stop);
        await File.WriteAllBytesAsync(_folder.At("a.tar"), cut[..1500], Stop);

        Assert.Equal(1, await WorkAsync(_folder.Root));
        AssertErrors(
            "a.tar/2.bmp: is not there, as its archive is cut off at byte 1,500",
            "a.tar/3.bmp: is not there, as its archive is cut off at byte 1,500");

        await File.WriteAllBytesAsync(_folder.At("a.tar"), whole, Stop);
        var report = await IndexAsync("a.tar");
        Assert.Equal((2, 1, 0), (report.Added, report.Skipped, report.Failed));
    }

    [Fact]
    public async Task Archives_must_be_in_the_folder_and_readable_in_parts()
    {
        using var elsewhere = new BitmapFolder();
        Pack("a.tar.gz", ("1.bmp", 1, null));
        Pack("a.txt", ("1.bmp", 1, null));
        await AssertFailsAsync(elsewhere.At("a.tar"), "is not in ");
        await AssertFailsAsync(_folder.At("a.tar.gz"), "is compressed");
        await AssertFailsAsync(_folder.At("a.txt"), "is no tar archive by its name");

        async Task AssertFailsAsync(string archive, string problem)
        {
            var error = await Assert.ThrowsAnyAsync<ClipException>(() => new StoreArchiveIndexer(
                BitmapFolder.Model, _store.LibraryOf(_folder.Root), [archive]).PlanAsync(_errors.Add, Stop));
            Assert.Equal(archive, error.Subject);
            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        }
    }

    private void AssertErrors(params string[] starts)
    {
        string[] texts = [.. _errors.Select(error =>
            $"{Path.GetRelativePath(_folder.Root, error.Subject)}: {error.Problem}").Order(StringComparer.Ordinal)];
        _errors.Clear();
        Assert.Equal(starts.Length, texts.Length);
        Assert.All(starts.Zip(texts), static pair => Assert.StartsWith(pair.First, pair.Second));
    }

    private Task<IndexReport> IndexAsync(params string[] archives) => IndexAsync(new IndexerOptions(), archives);

    private Task<IndexReport> IndexAsync(IndexerOptions options, params string[] archives)
    {
        options.RepeatErrors = false;
        return new StoreArchiveIndexer(
            BitmapFolder.Model, _store.LibraryOf(_folder.Root), [.. archives.Select(_folder.At)], options)
            .RunAsync(null, _errors.Add, Stop);
    }

    private Task<long> WorkAsync(string root) => new StoreWorker(
        BitmapFolder.Model, _store.LibraryAt(_store.FindLibraries(), root)).RunAsync(
        untilDone: true, null, _errors.Add, Stop);

    private void Pack(string archive, params (string Name, int Color, string? Caption)[] pictures)
    {
        using var maker = new TarMaker(TarEntryFormat.Ustar);
        foreach (var (name, color, caption) in pictures)
        {
            maker.Add(name, BitmapFolder.Bitmap(color));
            if (caption is not null)
                maker.Add(Path.ChangeExtension(name, ".txt"), Encoding.UTF8.GetBytes(caption));
        }
        Write(archive, maker);
    }

    private void Write(string archive, TarMaker maker) => File.WriteAllBytes(_folder.At(archive), maker.ToArray());

    /// <summary>The files with their contents, and each caption of each.</summary>
    private static string[] Describe(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        return
        [
            .. index.Files().SelectMany(file => index.FindCaptions(file.Path)
                .Select(caption => $"{file.Path}: {index.CaptionText(caption)}")
                .Prepend($"{file.Path} {file.Hash} {file.Width}")),
        ];
    }
}
