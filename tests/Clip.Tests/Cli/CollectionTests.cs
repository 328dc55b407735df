using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>cluster</c> and <c>axis</c> on the real gallery.</summary>
public sealed class CollectionTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Groups_have_the_keys_of_the_contract_and_hold_every_picture_once()
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync("cluster", "-k", "6", "--in", folder, "--no-index", "--json"))
            .Ended(0);

        Assert.Equal([1, 2, 3, 4, 5, 6], answer.Json.Select(static line => line.GetProperty("cluster").GetInt32()));
        Assert.All(answer.Json, static line =>
        {
            Assert.Equal(
                ["cluster", "name", "size", "paths"],
                line.EnumerateObject().Select(static property => property.Name));
            Assert.NotEmpty(line.GetProperty("name").GetString()!);
            Assert.Equal(line.GetProperty("size").GetInt32(), line.GetProperty("paths").GetArrayLength());
        });
        var paths = answer.Json.SelectMany(PathsOf).ToList();
        Assert.Equal(100, paths.Distinct().Count());
        Assert.Equal(100, paths.Count);
        Assert.Equal(6, answer.Json.Select(static line => line.GetProperty("name").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_number_it_finds_the_drawings_and_leaves_outliers_out()
    {
        var folder = await gallery.Folder;

        var lines = (await ClipSearch.RunAsync("cluster", "--in", folder, "--no-index", "--json")).Ended(0).Json;
        var text = (await ClipSearch.RunAsync("cluster", "--in", folder, "--no-index", "--top", "1")).Ended(0);

        Assert.InRange(lines.Length, 3, 20);
        Assert.InRange(lines.Sum(static line => line.GetProperty("size").GetInt32()), 50, 99);
        // The drawings, and a few photos that look like drawings.
        var first = PathsOf(lines[0]).ToList();
        var drawings = first.Count(static path => path.Contains("drawings", StringComparison.Ordinal));
        Assert.InRange(drawings / (double)first.Count, 0.8, 1);
        Assert.Contains("are in no group", text.Lines[^1]);
    }

    [Fact]
    public async Task More_groups_than_pictures_are_refused_to_be_made_and_said_so()
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "photos", "kodak-01.jpg"), folder.At("a.jpg"));
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "photos", "kodak-02.jpg"), folder.At("b.jpg"));

        var answer = (await ClipSearch.RunAsync("cluster", "-k", "5", "--in", folder.Path, "--json")).Ended(0);
        var none = (await ClipSearch.RunAsync("cluster", "--in", folder.Path)).Ended(1);

        Assert.Equal(2, answer.Lines.Length);
        answer.HasOneErrorLine("-k 5", "2 groups");
        // Without captions, words name the groups.
        Assert.All(answer.Json, static line => Assert.NotEmpty(line.GetProperty("name").GetString()!));
        none.HasOneErrorLine("no groups found");
    }

    [Fact]
    public async Task An_axis_orders_pictures_by_the_difference_of_their_cosines()
    {
        var folder = await gallery.Folder;
        var axis = (await ClipSearch.RunAsync(
            "axis", "a drawing..a photo", "--in", folder, "--no-index", "--json")).Ended(0);
        var ends = (await ClipSearch.RunAsync("embed", "a drawing", "a photo", "--format", "jsonl")).Ended(0).Json
            .Select(EmbeddingOf).ToArray();
        using var index = PictureIndex.Open(IndexLocation.For(folder));
        var vector = new float[index.Model.Dimensions];
        var differences = axis.Paths.Select(path =>
        {
            Assert.NotNull(index.ReadFile(index.Location.Relative(Path.GetFullPath(path)), vector));
            return vector.Select((number, i) => number * (ends[1][i] - ends[0][i])).Sum();
        }).ToArray();
        var mean = differences.Average();
        var deviation = Math.Sqrt(differences.Average(one => (one - mean) * (one - mean)));

        var positions = axis.Json.Select(static line => line.GetProperty("position").GetDouble()).ToArray();

        Assert.Equal(100, positions.Length);
        Assert.Equal(positions.Order(), positions);
        Assert.All(
            positions.Zip(differences),
            pair => Assert.Equal((pair.Second - mean) / deviation, pair.First, 1e-4));
        Assert.Contains("drawings", axis.Paths[0]);
        Assert.Contains("photos", axis.Paths[^1]);
    }

    [Fact]
    public async Task An_axis_shows_both_ends_and_needs_both()
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync(
            "axis", "a drawing..a photo", "--in", folder, "--no-index", "--top", "2")).Ended(0);

        Assert.Equal(7, answer.Lines.Length);
        Assert.Equal("a drawing", answer.Lines[0]);
        Assert.Contains("96 between", answer.Lines[3]);
        Assert.Equal("a photo", answer.Lines[^1]);
        (await ClipSearch.RunAsync("axis", "day", "--in", folder)).IsError("day", "both sides of ..");
        (await ClipSearch.RunAsync("axis", "..night", "--in", folder)).IsError("..night", "both sides of ..");
    }

    private static IEnumerable<string> PathsOf(JsonElement line) =>
        line.GetProperty("paths").EnumerateArray().Select(static path => path.GetString()!);

    private static double[] EmbeddingOf(JsonElement line) => line.GetProperty("embedding").Doubles();
}
