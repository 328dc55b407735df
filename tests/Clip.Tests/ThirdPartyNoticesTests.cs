using System.Text.Json;

namespace Clip.Tests;

public class ThirdPartyNoticesTests
{
    [Theory]
    [InlineData("src/Clip")]
    [InlineData("src/Clip.Cli")]
    [InlineData("tests/Clip.Tests")]
    [InlineData("tests/Clip.Fuzz")]
    [InlineData("tests/Clip.Benchmarks")]
    public void Every_package_that_is_used_is_named(string project)
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, project, "packages.lock.json")));

        var packages = locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)
            .ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains(package, notices, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_picture_of_the_gallery_has_its_source_author_and_licence()
    {
        var gallery = Path.Combine(Repository.Root, "gallery");
        var named = File.ReadLines(Path.Combine(gallery, "SOURCES.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row.Length >= 4 && row.All(field => field.Length > 0)).Select(row => row[0]);
        var pictures = ((string[])["photos", "drawings"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(gallery, folder)).Select(file => $"{folder}/{Path.GetFileName(file)}"));

        Assert.Equal(pictures.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
