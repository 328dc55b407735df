using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>An index uses the model that it was made with, however that was named, unless told otherwise.</summary>
public sealed class IndexModelTests
{
    [Fact]
    public async Task An_index_is_searched_and_updated_with_the_model_that_made_it()
    {
        using var folder = Photos(out var models);
        var first = models.At("first model");
        TestFolder.Copy(GoldenModels.Folder("clip-split"), first);

        // Named relative to the current folder, which is another one later.
        (await RunAsync(models.Path, "index", folder.Path, "--model", "first model", "--dimensions", "8")).Ended(0);
        File.Copy(Pictures.Photo("kodak-02.jpg"), folder.At("new.jpg"));
        var found = (await RunAsync(folder.Path, "search", "a dog", "--json")).Ended(0);
        var despite = (await ClipSearch.RunAsync(
            ["similar", folder.At("a.jpg"), "--in", folder.Path, "--json"], null,
            environment: new() { ["CLIPSEARCH_MODEL"] = GoldenModels.Folder("siglip-split") })).Ended(0);
        var named = (await RunAsync(folder.Path, "search", "a dog", "--model", first, "--no-index")).Ended(0);

        Assert.Equal(2, found.Paths.Length);
        Assert.Empty(found.Errors);
        Assert.Empty(named.Errors);
        Assert.Equal(["new.jpg"], despite.Paths.Select(Path.GetFileName));
        Assert.Equal(8, (await RunAsync(folder.Path, "status", "--json")).Json[0].GetProperty("dimension").GetInt32());
        models.Dispose();
    }

    [Fact]
    public async Task Another_model_is_refused_with_the_options_that_work()
    {
        using var folder = Photos(out var models);
        var first = models.At("it's a model");
        TestFolder.Copy(GoldenModels.Folder("clip-split"), first);
        (await RunAsync(folder.Path, "index", "--in", ".", "--model", first, "--dimensions", "8")).Ended(0);

        var other = await RunAsync(folder.Path, "search", "a dog", "--model", "clip-mini");
        var less = await RunAsync(folder.Path, "search", "a dog", "--dimensions", "4");

        var quoted = OperatingSystem.IsWindows() ? $"\"{first}\"" : $"'{first.Replace("'", "'\\''")}'";
        other.IsError("was made with the model it's a model", $"--model {quoted} --dimensions 8");
        less.IsError("was made with the model it's a model", $"--model {quoted} --dimensions 8");
        models.Dispose();
    }

    [Fact]
    public async Task A_model_that_has_moved_is_named_and_its_new_place_is_remembered()
    {
        using var folder = Photos(out var models);
        var (before, after) = (models.At("before"), models.At("after"));
        TestFolder.Copy(GoldenModels.Folder("clip-split"), before);
        (await RunAsync(folder.Path, "index", "--model", $"{before},{before}")).Ended(0);
        Directory.Move(before, after);

        var gone = await RunAsync(folder.Path, "search", "a dog");
        var told = (await RunAsync(folder.Path, "search", "a dog", "--model", after)).Ended(0);
        var known = (await RunAsync(folder.Path, "search", "a dog")).Ended(0);

        gone.IsError(".clip", $"was made with the model {before},{before}", "--model DIR");
        Assert.Equal(told.Output, known.Output);
        models.Dispose();
    }

    private static TestFolder Photos(out TestFolder models)
    {
        models = new TestFolder();
        var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("a.jpg"));
        return folder;
    }

    private static Task<Answer> RunAsync(string current, params string[] arguments) =>
        ClipSearch.RunAsync(arguments, null, current);
}
