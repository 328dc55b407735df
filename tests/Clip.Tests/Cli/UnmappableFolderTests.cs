using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>Indexes, models and caches on file systems that cannot map files.</summary>
public class UnmappableFolderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pictures_model_and_cache_work_without_shared_mappings(bool privately)
    {
        using var folder = await UnmappableFolder.CreateAsync();
        var (pictures, model) = (folder.At("pictures"), folder.At("model"));
        TestFolder.Copy(GoldenModels.Folder("clip-split"), model);
        foreach (var seed in (int[])[1, 2, 3])
            TinyModel.Noise(folder.At("pictures", $"{seed}.png"), seed, 20, 20);

        var indexed = await folder.RunAsync(privately, "index", pictures, "--model", model, "--json");
        var searched = await folder.RunAsync(privately, "similar", folder.At("pictures", "2.png"), "--in", pictures,
            "--model", model, "--json");
        var verified = await folder.RunAsync(privately, "status", "--in", pictures, "--verify");

        Assert.Equal(3, Assert.Single(indexed.Ended(0).Json).GetProperty("added").GetInt32());
        Assert.Equal(2, searched.Ended(0).Lines.Length);
        Assert.Contains("sound", verified.Ended(0).Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetDirectories(folder.At("caches", "clipsearch", "graphs")));
        Assert.Equal(
            ["catalog.db", "vectors-1.f32", "writer.lock"],
            Directory.GetFiles(folder.At("pictures", ".clip")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("--no-index")]
    [InlineData("--quiet")]
    public async Task An_index_that_was_made_where_files_can_be_mapped_is_searched_after_it_was_moved(string option)
    {
        using var folder = await UnmappableFolder.CreateAsync();
        var pictures = folder.At("pictures");
        string[] model = ["--model", GoldenModels.Folder("clip-split")];
        foreach (var seed in (int[])[1, 2, 3])
            TinyModel.Noise(folder.At("pictures", $"{seed}.png"), seed, 20, 20);
        (await ClipSearch.RunAsync(["index", pictures, .. model])).Ended(0);

        var searched = await folder.RunAsync(
            privately: true,
            ["similar", folder.At("pictures", "2.png"), "--in", pictures, option, "--json", .. model]);

        Assert.Equal(2, searched.Ended(0).Lines.Length);
        Assert.Empty(searched.Errors);
    }
}
