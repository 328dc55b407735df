using System.IO.Compression;
using System.Xml.Linq;

namespace Clip.Tests.Packages;

/// <summary>What the packages contain and depend on.</summary>
[Collection(PackageTests.Name)]
[Trait("Category", PackageTests.Name)]
public sealed class PackageContentTests(PackageFeed feed)
{
    public static TheoryData<string> Packages =>
        new("Clip", "Clip.Cpu", "Clip.ImageSharp", "Clip.Models.Mini", "Clip.Postgres", "Clip.Server");

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_package_describes_itself(string id)
    {
        using var package = Open(id, "nupkg");
        var metadata = Metadata(package);

        Assert.Equal("Apache-2.0", metadata["license"]);
        Assert.Equal("The Clip authors", metadata["authors"]);
        Assert.False(string.IsNullOrEmpty(metadata["description"]));
        Assert.Contains("image-search", metadata["tags"], StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry(metadata["icon"]));
        Assert.NotNull(package.GetEntry(metadata["readme"]));
        Assert.NotNull(package.GetEntry("LICENSE"));
        Assert.NotNull(package.GetEntry("THIRD-PARTY-NOTICES.md"));
    }

    [Theory]
    [InlineData("Clip")]
    [InlineData("Clip.ImageSharp")]
    [InlineData("Clip.Models.Mini")]
    [InlineData("Clip.Postgres")]
    [InlineData("Clip.Server")]
    public void Code_comes_with_documentation_and_symbols(string id)
    {
        using var package = Open(id, "nupkg");
        using var symbols = Open(id, "snupkg");

        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
    }

    [Fact]
    public void Only_the_package_of_a_device_has_a_native_ONNX_Runtime()
    {
        Assert.Contains("Microsoft.ML.OnnxRuntime.Managed", Dependencies("Clip"));
        Assert.DoesNotContain("Microsoft.ML.OnnxRuntime", Dependencies("Clip"));
        Assert.Equal(["Clip", "Microsoft.ML.OnnxRuntime"], Dependencies("Clip.Cpu"));
        Assert.Equal(["Clip", "SixLabors.ImageSharp"], Dependencies("Clip.ImageSharp"));
        Assert.Empty(Dependencies("Clip.Models.Mini"));
    }

    [Fact]
    public void A_package_of_a_device_contains_no_code()
    {
        using var package = Open("Clip.Cpu", "nupkg");
        Assert.DoesNotContain(package.Entries, static entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_of_the_model_contains_every_file_of_it()
    {
        var folder = Path.Combine(Repository.Root, "models");
        using var package = Open("Clip.Models.Mini", "nupkg");

        Assert.All(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories),
            file => Assert.Equal(
                new FileInfo(file).Length,
                package.GetEntry("models/" + Path.GetRelativePath(folder, file).Replace('\\', '/'))?.Length));
    }

    private ZipArchive Open(string id, string extension) =>
        ZipFile.OpenRead(Assert.Single(Directory.GetFiles(feed.Packages, $"{id}.0.*.{extension}")));

    private string[] Dependencies(string id)
    {
        using var package = Open(id, "nupkg");
        return
        [
            .. Specification(package).Descendants()
                .Where(static element => element.Name.LocalName == "dependency")
                .Select(static element => element.Attribute("id")!.Value),
        ];
    }

    private static Dictionary<string, string> Metadata(ZipArchive package) =>
        Specification(package).Root!.Elements().Single().Elements()
            .ToDictionary(static element => element.Name.LocalName, static element => element.Value);

    private static XDocument Specification(ZipArchive package)
    {
        using var file = package.Entries
            .Single(static entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Open();
        return XDocument.Load(file);
    }
}
