namespace Clip.Tests;

/// <summary>Compiles and runs the library example of the README, and compares it with the README.</summary>
public class ReadmeExample
{
    [Fact]
    public async Task The_example_of_the_readme_runs_and_finds_the_lighthouse()
    {
        using var folder = new TestFolder();
        TestFolder.Copy(Path.Combine(Repository.Root, "gallery", "photos"), folder.At("gallery"));
        var printed = await RunAsync(Path.Combine(Repository.Root, "models", "clip-mini"), folder.At("gallery"));

        Assert.Equal("kodak-21.jpg", printed[0].Split("  ")[1]);
    }

    [Fact]
    public void The_readme_shows_this_code()
    {
        var source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Clip.Tests", "ReadmeExample.cs"));
        var start = Array.FindIndex(source, line => line.EndsWith("// README begins", StringComparison.Ordinal)) + 1;
        var end = Array.FindIndex(source, line => line.EndsWith("// README ends", StringComparison.Ordinal));
        var example = string.Join('\n', source[start..end].Select(line => line.Length > 8 ? line[8..] : ""))
            .Replace("modelFolder", "\"models/clip-mini\"", StringComparison.Ordinal)
            .Replace("pictures", "\"gallery\"", StringComparison.Ordinal)
            .Replace("printed.Add", "Console.WriteLine", StringComparison.Ordinal);

        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains(example, readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static async Task<List<string>> RunAsync(string modelFolder, string pictures)
    {
        List<string> printed = [];
        // README begins
        using var model = ClipModel.Load(modelFolder);
        var location = IndexLocation.For(pictures);
        await new Indexer(model, location).RunAsync();

        using var index = PictureIndex.Open(location);
        float[] query = model.Text.Encode("a lighthouse by the sea");
        foreach (var hit in index.SearchPictures(query, topK: 3))
            printed.Add($"{hit.Score:0.000}  {hit.Path}");
        // README ends
        return printed;
    }
}
