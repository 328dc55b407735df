using System.Text.Json;
using Clip.Images;
using Clip.Tests.Images;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>dedupe</c> on pictures of the gallery with planted copies.</summary>
public sealed class DedupeTests
{
    [Fact]
    public async Task Copies_are_grouped_with_the_best_first_and_different_pictures_are_not()
    {
        using var folder = new TestFolder();
        Plant(folder);

        var answer = (await ClipSearch.RunAsync("dedupe", "--in", folder.Path, "--json")).Ended(0);
        var exact = (await ClipSearch.RunAsync(
            "dedupe", "--threshold", "1", "--in", folder.Path, "--json")).Ended(0);

        Assert.Equal(2, answer.Lines.Length);
        Assert.All(answer.Json, static line => Assert.Equal(
            ["group", "paths", "score", "exact", "reason"],
            line.EnumerateObject().Select(static property => property.Name)));
        Assert.Equal(["kodak-07.jpg", "sub/kodak-07.jpg"], Names(folder, answer.Json[0]));
        Assert.True(answer.Json[0].GetProperty("exact").GetBoolean());
        Assert.Equal(1, answer.Json[0].GetProperty("score").GetDouble());
        Assert.Equal(["kodak-03.jpg", "crop.png", "half.png"], Names(folder, answer.Json[1]));
        Assert.False(answer.Json[1].GetProperty("exact").GetBoolean());
        Assert.Equal("resolution", answer.Json[1].GetProperty("reason").GetString());
        Assert.InRange(answer.Json[1].GetProperty("score").GetDouble(), 0.82, 0.999);
        Assert.Single(exact.Lines);
        // The fingerprints are kept, so that the next call decodes nothing.
        Assert.True(File.Exists(Path.Combine(folder.Path, ".clip", "fingerprints.bin")));
    }

    [Fact]
    public async Task Moving_shows_what_it_would_do_then_does_it_and_can_be_undone()
    {
        using var folder = new TestFolder();
        using var target = new TestFolder();
        Plant(folder);
        File.WriteAllText(folder.At("half.png.txt"), "half of it");
        string[] move = ["dedupe", "--in", folder.Path, "--move-to", target.Path];

        var shown = (await ClipSearch.RunAsync(move)).Ended(0);
        Assert.Empty(Directory.GetFileSystemEntries(target.Path));
        var done = (await ClipSearch.RunAsync([.. move, "--yes"])).Ended(0);

        shown.HasOneErrorLine("half.png", "would move to", target.Path);
        shown.HasOneErrorLine("nothing was changed", "--yes");
        done.HasOneErrorLine("3 files moved");
        Assert.True(File.Exists(Path.Combine(target.Path, "half.png")));
        Assert.True(File.Exists(Path.Combine(target.Path, "sub", "kodak-07.jpg")));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
        Assert.False(File.Exists(folder.At("half.png.txt")));
        (await ClipSearch.RunAsync("dedupe", "--in", folder.Path)).Ended(1).HasOneErrorLine("no duplicates found");
        Assert.Equal("half of it", File.ReadAllText(Path.Combine(target.Path, "half.png.txt")));
        var undo = Directory.GetFiles(target.Path, "*.undo.jsonl").Single();
        done.HasOneErrorLine("clipsearch dedupe --undo", undo);
        (await ClipSearch.RunAsync("dedupe", "--undo", undo)).Ended(0).HasOneErrorLine("3 files taken back");
        Assert.True(File.Exists(Path.Combine(folder.Path, "half.png")));
        Assert.True(File.Exists(Path.Combine(folder.Path, "half.png.txt")));
        Assert.True(File.Exists(Path.Combine(folder.Path, "sub", "kodak-07.jpg")));
        Assert.False(File.Exists(undo));
    }

    [Fact]
    public async Task Files_are_not_moved_into_the_folder_that_is_searched_and_options_are_checked()
    {
        using var folder = new TestFolder();
        Plant(folder);

        var inside = await ClipSearch.RunAsync(
            ["dedupe", "--in", folder.Path, "--quiet", "--move-to", Path.Combine(folder.Path, "away")], null);

        Assert.Equal(2, inside.ExitCode);
        inside.HasOneErrorLine("away", "is inside", "outside of it");
        (await ClipSearch.RunAsync("dedupe", "--yes")).IsError("--yes", "needs --link or --move-to");
        (await ClipSearch.RunAsync("dedupe", "--threshold", "2")).IsError("--threshold", "up to 1");
    }

    [Fact]
    public async Task Linking_makes_exact_copies_one_file_and_leaves_others_alone()
    {
        using var folder = new TestFolder();
        Plant(folder);
        var half = await File.ReadAllBytesAsync(folder.At("half.png"), TestContext.Current.CancellationToken);

        var done = (await ClipSearch.RunAsync("dedupe", "--in", folder.Path, "--link", "--apply")).Ended(0);

        done.HasOneErrorLine("1 file linked");
        Assert.Equal(
            half, await File.ReadAllBytesAsync(folder.At("half.png"), TestContext.Current.CancellationToken));
        await File.AppendAllTextAsync(folder.At("kodak-07.jpg"), "x", TestContext.Current.CancellationToken);
        Assert.Equal(
            new FileInfo(folder.At("kodak-07.jpg")).Length, new FileInfo(folder.At("sub", "kodak-07.jpg")).Length);
    }

    /// <summary>Three photos, an exact copy of one, and a half-sized and a cropped copy of another.</summary>
    private static void Plant(TestFolder folder)
    {
        foreach (var name in (string[])["kodak-03.jpg", "kodak-07.jpg", "kodak-20.jpg"])
            File.Copy(Photo(name), folder.At(name));
        File.Copy(Photo("kodak-07.jpg"), folder.At("sub", "kodak-07.jpg"));
        using var picture = Preprocessors.Unresized.Decode(
            Photo("kodak-03.jpg"), DecodeMode.Exact, TestContext.Current.CancellationToken);
        var (width, height) = (picture.Width, picture.Height);
        var rgb = Preprocessors.Unresized.Pixels(picture);
        Write(folder.At("half.png"), width / 2, height / 2, (x, y, c) => Mean(2 * x, 2 * y, c));
        var (left, top) = (width / 50, height / 50);
        Write(folder.At("crop.png"), width - (2 * left), height - (2 * top), (x, y, c) => At(x + left, y + top, c));

        byte At(int x, int y, int channel) => rgb[(((y * width) + x) * 3) + channel];

        byte Mean(int x, int y, int channel) => (byte)((At(x, y, channel) + At(x + 1, y, channel)
            + At(x, y + 1, channel) + At(x + 1, y + 1, channel)) / 4);
    }

    private static void Write(string path, int width, int height, Func<int, int, int, byte> pixel)
    {
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = pixel(i / 3 % width, i / 3 / width, i % 3);
        PngFile.Write(path, rgb, width, height);
    }

    private static string Photo(string name) => Path.Combine(EmbeddedModel.Gallery, "photos", name);

    private static string[] Names(TestFolder folder, JsonElement line) =>
    [
        .. line.GetProperty("paths").EnumerateArray()
            .Select(path => Path.GetRelativePath(folder.Path, path.GetString()!).Replace('\\', '/')),
    ];
}
