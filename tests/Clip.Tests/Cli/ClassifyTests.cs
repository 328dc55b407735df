using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>classify</c> on the real gallery.</summary>
public sealed class ClassifyTests(IndexedGallery gallery)
{
    private static readonly string Cat = Pictures.Photo("skimage-chelsea.jpg");
    private static readonly string Rocket = Pictures.Photo("skimage-rocket.jpg");

    [Fact]
    public async Task Pictures_are_answered_in_order_with_the_probabilities_of_the_model()
    {
        var answer = (await ClipSearch.RunAsync(
            "classify", Rocket, Cat, "--labels", "cat,rocket,coffee", "--template", "a photo of a {}", "--template",
            "a {}", "--json")).Ended(0);

        Assert.Equal([Rocket, Cat], answer.Paths);
        using var model = EmbeddedModel.Load();
        foreach (var (line, path) in answer.Json.Zip(answer.Paths))
        {
            Assert.Equal(["path", "label", "probability", "probabilities"], Names(line));
            Assert.Equal(["cat", "rocket", "coffee"], Names(line.GetProperty("probabilities")));
            var expected = ZeroShotClassifier.Create(
                    model, ["cat", "rocket", "coffee"], ["a photo of a {}", "a {}"],
                    TestContext.Current.CancellationToken)
                .Classify(model.Image.Encode(path, TestContext.Current.CancellationToken));
            Assert.Equal(
                expected.Probabilities,
                line.GetProperty("probabilities").EnumerateObject().Select(one => one.Value.GetDouble()),
                (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(expected.Label, line.GetProperty("label").GetString());
            Assert.Equal(expected.Probability, line.GetProperty("probability").GetDouble(), 1e-5);
        }
        Assert.Equal(["rocket", "cat"], answer.Json.Select(line => line.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Unknown_pictures_have_the_label_null_and_bad_ones_do_not_stop_the_rest()
    {
        var answer = await ClipSearch.RunAsync(
            "classify", Cat, "missing.jpg", Rocket, "--labels", "cat", "--labels", "dog", "--unknown", "1", "--json");

        Assert.Equal(2, answer.Ended(2).Json.Length);
        Assert.All(answer.Json, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("label").ValueKind));
        answer.HasOneErrorLine("missing.jpg");
    }

    [Fact]
    public async Task Two_classes_of_the_gallery_are_learned_kept_and_used()
    {
        using var folder = new TestFolder();
        var source = await gallery.Folder;
        // Drawings and clothes: every second picture is an example, the others are asked.
        List<(string Label, string Path)> asked = [];
        foreach (var (label, pattern) in ((string, string)[])
            [("drawing", "drawings/*"), ("clothes", "photos/clothing-*")])
        {
            var files = Directory.GetFiles(
                    Path.Combine(source, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern))
                .Order(StringComparer.Ordinal).Take(16);
            foreach (var (i, file) in files.Index())
            {
                if (i % 2 == 0)
                    File.Copy(file, folder.At("examples", label, Path.GetFileName(file)));
                else
                    asked.Add((label, file));
            }
        }
        var kept = folder.At("classes.json");

        var learning = (await ClipSearch.RunAsync(
            [
                "classify", .. asked.Select(one => one.Path), "--examples", folder.At("examples"), "--save", kept,
                "--json",
            ],
            null)).Ended(0);
        var again = (await ClipSearch.RunAsync(
            ["classify", .. asked.Select(one => one.Path), Rocket, "--classes", kept, "--unknown", "auto", "--json"],
            null)).Ended(0);

        Assert.Contains("learned 2 classes from 15 pictures", learning.Errors);
        Assert.Contains("cross-validation", learning.Errors);
        var right = learning.Json.Zip(asked).Count(
            pair => pair.First.GetProperty("label").GetString() == pair.Second.Label);
        Assert.True(right >= asked.Count - 1, $"{right} of {asked.Count}\n{learning.Output}");
        Assert.Equal(
            learning.Json.Select(line => line.GetProperty("probability").GetDouble()),
            again.Json.SkipLast(1).Select(line => line.GetProperty("probability").GetDouble()),
            (a, b) => Math.Abs(a - b) < 1e-9);
        // A rocket is neither.
        Assert.Equal(JsonValueKind.Null, again.Json[^1].GetProperty("label").ValueKind);

        File.WriteAllText(kept, File.ReadAllText(kept).Replace("\"fingerprint\":\"", "\"fingerprint\":\"0"));
        (await ClipSearch.RunAsync("classify", Cat, "--classes", kept)).IsError(kept, "model");
    }

    [Fact]
    public async Task A_folder_is_answered_from_its_index_and_its_files_are_sorted_only_when_asked()
    {
        using var folder = await gallery.CopyAsync();
        Directory.Delete(Path.Combine(folder.Path, "drawings"), recursive: true);
        var target = Path.Combine(folder.Path, "..", Path.GetFileName(folder.Path) + "-sorted");
        try
        {
            string[] command =
            [
                "classify", Path.Combine(folder.Path, "photos"), "--labels", "a photo of clothes,a landscape",
                "--link-to", target, "--json",
            ];

            var plan = (await ClipSearch.RunAsync(command)).Ended(0);
            Assert.False(Directory.Exists(target));
            var done = (await ClipSearch.RunAsync([.. command, "--yes"])).Ended(0);
            var links = Directory.GetFiles(target, "*.jpg", SearchOption.AllDirectories);
            Assert.All(links, link => Assert.NotNull(new FileInfo(link).LinkTarget));
            var undo = Directory.GetFiles(target, "*.undo.jsonl").Single();
            (await ClipSearch.RunAsync("classify", "--undo", undo)).Ended(0);

            Assert.Equal(59, plan.Json.Length);
            Assert.Contains("--apply", plan.Errors);
            Assert.Equal(59, links.Length);
            Assert.Equal(
                plan.Json.Select(line => line.GetProperty("to").GetString()!)
                    .Select(path => Path.GetFullPath(path, ClipSearch.Elsewhere)).Order(),
                links.Select(Path.GetFullPath).Order());
            Assert.Contains("59 linked", done.Errors);
            Assert.Empty(Directory.GetFileSystemEntries(target));
        }
        finally
        {
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
        }
    }

    [Theory]
    [InlineData("needs labels or examples", "a.jpg")]
    [InlineData("names no label", "a.jpg", "--labels", ",")]
    [InlineData("has no {}", "a.jpg", "--labels", "a", "--template", "a photo")]
    [InlineData("needs examples", "a.jpg", "--labels", "a", "--unknown", "auto")]
    [InlineData("neither a probability", "a.jpg", "--labels", "a", "--unknown", "7")]
    [InlineData("does not exist", "a.jpg", "--examples", "nowhere")]
    [InlineData("needs a picture", "--labels", "a")]
    [InlineData("takes labels, examples", "a.jpg", "--labels", "a", "--examples", "b")]
    public async Task Contradictions_are_one_line(string problem, params string[] arguments) =>
        (await ClipSearch.RunAsync(["classify", .. arguments], null)).IsError(problem);

    private static IEnumerable<string> Names(JsonElement value) =>
        value.EnumerateObject().Select(static property => property.Name);
}
