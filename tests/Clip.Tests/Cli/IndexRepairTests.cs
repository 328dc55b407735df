namespace Clip.Tests.Cli;

/// <summary>
/// What is damaged in an index is named, left out of answers, and rebuilt by <c>index --repair</c>.
/// </summary>
public sealed class IndexRepairTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Damaged_vectors_are_named_and_rebuilt()
    {
        using var copy = await gallery.CopyAsync();
        var vectors = Directory.GetFiles(copy.At(".clip"), "*.f32").Single();
        var bytes = await File.ReadAllBytesAsync(vectors, TestContext.Current.CancellationToken);
        // One bit in the middle of the pictures' vectors, one in the captions'.
        bytes[bytes.Length / 4] ^= 1;
        bytes[bytes.Length * 3 / 4] ^= 1;
        await File.WriteAllBytesAsync(vectors, bytes, TestContext.Current.CancellationToken);
        var before = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--json")).Ended(0);

        var damaged = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify", "--json")).Ended(2);
        var repaired = (await IndexAnswers.IndexAsync(copy, "--repair")).Ended(0);
        var after = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify", "--json")).Ended(0);

        Assert.Equal("damaged", damaged.Json.Single().GetProperty("health").GetString());
        Assert.Equal(2, damaged.ErrorLines.Count(static line => line.Contains("its vector is damaged")));
        damaged.HasOneErrorLine("2 damaged vectors; rebuild them with", $"index --repair --in {copy.Path}");
        Assert.Equal(2, repaired.ErrorLines.Length);
        repaired.Counts(updated: 1, skipped: 99);
        Assert.Equal("sound", after.Json.Single().GetProperty("health").GetString());
        Assert.All(
            new[] { "pictures", "files", "captions" }, name => Assert.Equal(before.Number(name), after.Number(name)));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("without header")]
    public async Task A_vector_file_that_is_missing_or_has_no_header_is_rebuilt_and_the_rest_is_kept(string damage)
    {
        using var copy = await gallery.CopyAsync();
        // A caption whose file is away with its drive.
        using var drive = new TestFolder();
        var captions = drive.At("drive", "captions.txt");
        await File.WriteAllTextAsync(
            captions, "a caption that is not from the gallery\n", TestContext.Current.CancellationToken);
        (await IndexAnswers.IndexAsync(copy, "--captions", captions)).Counts(skipped: 100);
        Directory.Delete(drive.At("drive"), recursive: true);
        var before = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--json")).Ended(0);
        var search = (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path, "--json", "-n", "200")).Ended(0);
        var vectors = Directory.GetFiles(copy.At(".clip"), "*.f32").Single();
        if (damage == "missing")
        {
            File.Delete(vectors);
        }
        else
        {
            await using var file = File.OpenWrite(vectors);
            await file.WriteAsync(new byte[4096], TestContext.Current.CancellationToken);
        }

        (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path)).IsError(vectors, "index --repair");
        var unsound = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--json")).Ended(2);
        var verified = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify")).Ended(2);
        var repaired = await IndexAnswers.IndexAsync(copy, "--repair");
        var after = (await ClipSearch.RunAsync("status", "--in", copy.Path, "--verify", "--json")).Ended(0);

        unsound.HasOneErrorLine(vectors, $"index --repair --in {copy.Path}");
        Assert.Equal("damaged", unsound.Json.Single().GetProperty("health").GetString());
        // The vectors behind a missing header are as sound as before, and their checksums say so.
        var lost = damage == "missing" ? 100 : 0;
        Assert.Equal(
            lost,
            verified.ErrorLines.Count(
                line => line.Contains(".jpg: its vector is damaged") || line.Contains(".png: its vector is damaged")));
        repaired.Counts(updated: lost, skipped: 100 - lost);
        repaired.HasOneErrorLine(vectors, damage == "missing" ? "vectors are re-encoded" : "; 0 of ");
        Assert.All(
            new[] { "pictures", "files", "captions" }, name => Assert.Equal(before.Number(name), after.Number(name)));
        Assert.Equal(
            search.Paths,
            (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path, "--json", "-n", "200")).Ended(0).Paths);
        var caption = (await ClipSearch.RunAsync(
            "caption", copy.At("photos", "kodak-01.jpg"), "--in", copy.Path, "-n", "1000", "--json")).Ended(0);
        Assert.Single(
            caption.Json, line => line.GetProperty("caption").GetString() == "a caption that is not from the gallery");
    }

    [Fact]
    public async Task A_search_leaves_out_what_is_damaged_and_says_so()
    {
        using var copy = await gallery.CopyAsync();
        var before = (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path, "--paths", "-n", "100")).Ended(0);
        using (var vectors = File.OpenWrite(Directory.GetFiles(copy.At(".clip"), "vectors-*.f32").Single()))
        {
            // Behind the header, in the first picture's vector: numbers that no embedding holds.
            vectors.Position = 4096 + 64;
            vectors.Write([.. Enumerable.Repeat((byte)0x7E, 256)]);
        }

        var after = (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path, "--paths", "-n", "100")).Ended(0);
        var repaired = (await IndexAnswers.IndexAsync(copy, "--repair")).Ended(0);
        var whole = (await ClipSearch.RunAsync("search", "a cat", "--in", copy.Path, "--paths", "-n", "100")).Ended(0);

        after.HasOneErrorLine(
            "damaged vectors, 1 of those that were met, are left out", $"index --repair --in {copy.Path}");
        Assert.Equal(99, after.Lines.Length);
        Assert.Equal(before.Lines.Where(after.Lines.Contains), after.Lines);
        repaired.Counts(updated: 1, skipped: 99);
        Assert.Equal(before.Output, whole.Output);
    }
}
