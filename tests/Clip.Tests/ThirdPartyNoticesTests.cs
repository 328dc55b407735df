using System.Text.Json;

namespace Clip.Tests;

public class ThirdPartyNoticesTests
{
    [Theory]
    [InlineData("src/Clip")]
    [InlineData("src/Clip.Cli")]
    [InlineData("src/Clip.Cpu")]
    [InlineData("src/Clip.Gpu")]
    [InlineData("src/Clip.ImageSharp")]
    [InlineData("src/Clip.Models.Mini")]
    [InlineData("src/Clip.Postgres")]
    [InlineData("src/Clip.Server")]
    [InlineData("tests/Clip.Tests")]
    [InlineData("tests/Clip.Fuzz")]
    [InlineData("tests/Clip.Benchmarks")]
    public void Every_package_is_listed(string project)
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));
        var lockFile = Path.Combine(Repository.Root, project, "packages.lock.json");
        using var locked = JsonDocument.Parse(File.ReadAllBytes(lockFile));

        var packages = locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)
            .ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains(package, notices, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_picture_of_the_gallery_has_a_source_an_author_and_a_license()
    {
        var gallery = Path.Combine(Repository.Root, "gallery");
        var named = File.ReadLines(Path.Combine(gallery, "SOURCES.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Where(row => row.Length >= 4 && row.All(field => field.Length > 0))
            .Select(row => row[0]);
        var pictures = ((string[])["photos", "drawings"]).SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(gallery, folder))
                .Select(file => $"{folder}/{Path.GetFileName(file)}"));

        Assert.Equal(pictures.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
