using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>What a folder says whose index is new, and whose pictures were all removed.</summary>
public sealed class EmptiedFolderTests
{
    [Fact]
    public async Task A_new_index_comes_with_the_way_to_a_real_model_and_an_emptied_one_says_so()
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "photos", "kodak-01.jpg"), folder.At("a.jpg"));
        string[] place = ["--in", folder.Path];

        var first = (await ClipSearch.RunAsync(["search", "a door", .. place])).Ended(0);
        var second = (await ClipSearch.RunAsync(["search", "a door", .. place])).Ended(0);
        var classified = (await ClipSearch.RunAsync(["classify", folder.Path, "--labels", "a door,a dog"])).Ended(0);
        var status = (await ClipSearch.RunAsync(["status", .. place])).Ended(0);
        File.Delete(folder.At("a.jpg"));
        (await ClipSearch.RunAsync("index", folder.Path, "--prune", "-q")).Ended(0);
        var emptied = (await ClipSearch.RunAsync(["search", "a door", "--no-index", .. place])).Ended(1);
        var axis = (await ClipSearch.RunAsync(["axis", "day..night", "--no-index", .. place])).Ended(1);

        first.HasOneErrorLine("clip-mini is the small embedded model", "clipsearch models pull", "--model");
        Assert.Empty(second.Errors);
        Assert.Empty(classified.Errors);
        Assert.Contains("clipsearch models pull", status.Output);
        foreach (var answer in (Answer[])[emptied, axis])
            answer.HasOneErrorLine("nothing found: the index holds no pictures: all were removed");
    }

    [Fact]
    public async Task A_model_that_was_asked_for_comes_without_advice()
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(EmbeddedModel.Gallery, "photos", "kodak-01.jpg"), folder.At("a.jpg"));

        var named = (await ClipSearch.RunAsync("index", folder.Path, "--model", "clip-mini")).Ended(0);
        var rebuilt = (await ClipSearch.RunAsync("index", folder.Path, "--rebuild")).Ended(0);

        Assert.Empty(named.Errors);
        rebuilt.HasOneErrorLine("clipsearch models pull");
    }
}
