using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>
/// A file that is not a picture is one error line with the file, the problem and the remedy; a batch continues.
/// </summary>
public sealed class BadPictureTests(IndexedGallery gallery)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Files that cannot be read as pictures, and what is said of them.</summary>
    private static readonly Dictionary<string, (Action<string> Make, string Problem)> BadFiles = new()
    {
        ["empty.jpg"] = (path => File.WriteAllBytes(path, []), "is empty"),
        ["text.jpg"] = (
            path => File.WriteAllText(path, "Dear diary, today I took no pictures."), "is not a picture but text"),
        ["page.png"] = (
            path => File.WriteAllText(path, "<!doctype html><html><body>404</body></html>"), "is not a picture"),
        ["noise.webp"] = (
            path => File.WriteAllBytes(path, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))]),
            "is not a picture"),
        ["header.jpg"] = (
            path => File.WriteAllBytes(path, File.ReadAllBytes(Pictures.Photo("kodak-01.jpg"))[..300]), ""),
        ["huge.png"] = (path => File.WriteAllBytes(path, Pictures.Png(20_000, 15_000)), "300 megapixels"),
    };

    [Fact]
    public async Task Bad_files_are_a_line_each_and_the_others_are_indexed()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("good.jpg"));
        foreach (var (name, (make, _)) in BadFiles)
            make(folder.At(name));

        var first = await IndexAsync(folder);
        var second = await IndexAsync(folder);
        var strict = (await IndexAsync(folder, "--strict")).Ended(2);

        first.Counts(added: 1, failed: BadFiles.Count);
        Assert.Equal(BadFiles.Count, first.ErrorLines.Length);
        foreach (var (name, (_, problem)) in BadFiles)
            first.HasOneErrorLine(folder.At(name) + ": ", problem, ";");
        // A file that is known to be bad is neither tried nor named again.
        second.Counts(skipped: 1, failed: BadFiles.Count);
        foreach (var answer in new[] { second, strict })
        {
            answer.HasOneErrorLine($"{BadFiles.Count} files are still unreadable", "clipsearch status --failed --in");
            Assert.Single(answer.ErrorLines);
        }
        var listed = (await ClipSearch.RunAsync("status", "--failed", "--json", "--in", folder.Path)).Ended(0);
        Assert.Equal(BadFiles.Keys.Select(name => folder.At(name)).Order(StringComparer.Ordinal), listed.Paths);
        Assert.All(listed.Json, line => Assert.NotEqual("", line.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_search_reports_a_bad_file_once()
    {
        using var copy = await gallery.CopyAsync();
        await File.WriteAllTextAsync(copy.At("bad.jpg"), "no picture", Stop);

        var first = (await ClipSearch.RunAsync("search", "parrots", "--in", copy.Path, "-n", "1")).Ended(0);
        var second = (await ClipSearch.RunAsync("search", "parrots", "--in", copy.Path, "-n", "1")).Ended(0);

        first.HasOneErrorLine(copy.At("bad.jpg"), "is not a picture");
        Assert.Empty(second.Errors);
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_as_a_query_is_an_error()
    {
        using var folder = new TestFolder();
        foreach (var (name, (make, problem)) in BadFiles)
        {
            make(folder.At(name));
            (await ClipSearch.RunAsync("embed", "--image", folder.At(name), "--format", "npy")).Ended(2)
                .HasOneErrorLine(folder.At(name), problem);
        }
        var shared = await gallery.Folder;
        (await ClipSearch.RunAsync("similar", folder.At("gone.jpg"), "--in", shared))
            .IsError(folder.At("gone.jpg"), "does not exist", "check the path");
        (await ClipSearch.RunAsync("similar", folder.Path, "--in", shared))
            .IsError(folder.Path, "is a folder", "name a picture in it");
        (await ClipSearch.RunAsync(["search", "-", "--in", shared], [])).IsError("standard input", "is empty");
    }

    [Fact]
    public async Task Of_several_pictures_the_good_ones_are_answered()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("bad.jpg"), "no picture", Stop);

        var pixels = (await ClipSearch.RunAsync(
            "inspect", "pixels", folder.At("bad.jpg"), Pictures.Photo("kodak-01.jpg"), "--json")).Ended(2);
        var captions = (await ClipSearch.RunAsync(
            "caption", folder.At("bad.jpg"), Pictures.Photo("kodak-01.jpg"), "--in", await gallery.Folder, "-n",
            "1", "--json")).Ended(2);
        var vectors = (await ClipSearch.RunAsync(
            "embed", "--image", folder.At("bad.jpg"), Pictures.Photo("kodak-01.jpg"))).Ended(2);

        foreach (var answer in new[] { pixels, captions, vectors })
            answer.HasOneErrorLine(folder.At("bad.jpg"), "is not a picture but text");
        Assert.Equal(Pictures.Photo("kodak-01.jpg"), pixels.Json.Single().GetProperty("path").GetString());
        Assert.Equal(Pictures.Photo("kodak-01.jpg"), captions.Json.Single().GetProperty("query").GetString());
        // The place of the bad one stays taken.
        Assert.Contains("is not a picture", vectors.Json[0].GetProperty("error").GetString());
        Assert.Equal(384, vectors.Json[1].GetProperty("embedding").GetArrayLength());
    }

    [Fact]
    public async Task Pictures_of_unusual_shape_and_wrong_name_are_pictures()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("really-a-jpeg.png"));
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "drawings", "006.png"), folder.At("really-a-png.jpg"));
        await File.WriteAllBytesAsync(folder.At("1x1.png"), Pictures.Png(1, 1), Stop);
        await File.WriteAllBytesAsync(folder.At("1x30000.png"), Pictures.Png(1, 30_000), Stop);
        await File.WriteAllBytesAsync(folder.At("30000x1.png"), Pictures.Png(30_000, 1), Stop);

        var answer = await IndexAsync(folder);
        answer.Counts(added: 5);
        Assert.Empty(answer.Errors);
        (await ClipSearch.RunAsync("search", "a house", "--in", folder.Path, "--paths")).Ended(0);
    }

    [Fact]
    public async Task A_truncated_photo_does_not_stop_the_others()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("good.jpg"));
        var whole = await File.ReadAllBytesAsync(Pictures.Photo("kodak-02.jpg"), Stop);
        await File.WriteAllBytesAsync(folder.At("half.jpg"), whole[..(whole.Length / 2)], Stop);

        var answer = (await IndexAsync(folder)).Ended(0);

        answer.HasOneErrorLine(folder.At("half.jpg"));
        Assert.Equal(1, answer.Json.Single().GetProperty("added").GetInt32());
    }

    private static Task<Answer> IndexAsync(TestFolder folder, params string[] arguments) =>
        ClipSearch.RunAsync(["index", folder.Path, "--json", .. arguments]);
}
