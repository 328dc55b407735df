using System.Text.Json;
using System.Text.RegularExpressions;
using Clip.Packaging.Archives;
using Clip.Packaging.Materials;

namespace Clip.Tests.Packages.Releases;

/// <summary>The bill of materials says what is in the archive, no more and no less.</summary>
[Collection(UnpackedArchiveTests.Name)]
public sealed partial class BillOfMaterialsTests(UnpackedArchive unpacked)
{
    /// <summary>What a package of the build is called, which is no part of the program.</summary>
    private const string Excluded = "excluded";

    [Fact]
    public void It_has_the_packages_of_the_lock_file()
    {
        using var bill = Read();
        using var locked = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Clip.Cli", "packages.lock.json")));
        var expected = locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(static one => one.Value.GetProperty("type").GetString() != "Project")
            .Select(static one => $"pkg:nuget/{one.Name}@{one.Value.GetProperty("resolved").GetString()}")
            .Where(static one => !one.Contains("ILLink.Tasks"));

        var found = Components(bill).Where(static one => Text(one, "scope") == "required")
            .Select(static one => Text(one, "purl"));

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_component_has_what_the_specification_and_a_lawyer_ask_for()
    {
        using var bill = Read();
        var root = bill.RootElement;
        var components = Components(bill).Append(root.GetProperty("metadata").GetProperty("component")).ToList();

        Assert.Equal(("CycloneDX", "1.6", 1), (
            Text(root, "bomFormat"), Text(root, "specVersion"), root.GetProperty("version").GetInt32()));
        Assert.Equal($"clipsearch {PackageVersions.Own}", string.Join(
            ' ', Text(components[^1], "name"), Text(components[^1], "version")));
        Assert.All(components, static one =>
        {
            Assert.Contains(Text(one, "type"), (string[])
                ["application", "library", "framework", "machine-learning-model", "data"]);
            Assert.NotEmpty(Text(one, "name")!);
            Assert.NotEmpty(one.GetProperty("licenses").EnumerateArray());
        });
        var references = root.GetProperty("components").EnumerateArray().Append(components[^1])
            .Select(static one => Text(one, "bom-ref")!).ToList();
        Assert.Equal(references.Count, references.Distinct().Count());
        Assert.All(root.GetProperty("dependencies").EnumerateArray(), one =>
        {
            Assert.Contains(Text(one, "ref"), references);
            if (one.TryGetProperty("dependsOn", out var parts))
                Assert.All(parts.EnumerateArray(), part => Assert.Contains(part.GetString(), references));
        });
        Assert.All(
            Components(bill).Where(static one => Text(one, "purl")?.StartsWith("pkg:nuget/", default) == true
                && Text(one, "type") == "library"),
            static one => Assert.Matches(Sha512(), Text(one.GetProperty("hashes")[0], "content")));
    }

    [Fact]
    public async Task Its_files_are_those_of_the_archive()
    {
        var program = await unpacked.Program;
        using var bill = Read();

        var files = Components(bill).Where(static one => one.TryGetProperty("components", out _))
            .SelectMany(static one => one.GetProperty("components").EnumerateArray().Select(file => (
                Folder: Text(one, "type") == "machine-learning-model" ? $"models/{Text(one, "name")}/" : "",
                Name: Text(file, "name")!, Hash: Text(file.GetProperty("hashes")[0], "content"))))
            .ToDictionary(static one => one.Folder + one.Name, static one => one.Hash);
        var there = Directory.EnumerateFiles(Path.Combine(program, "models"), "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(program, "*.so")).Select(path => Path.GetRelativePath(program, path));

        Assert.Equal(there.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(CheckSums.Of(Path.Combine(program, file.Key)), file.Value));
        var self = bill.RootElement.GetProperty("metadata").GetProperty("component");
        Assert.Equal(
            CheckSums.Of(Path.Combine(program, "clipsearch")), Text(self.GetProperty("hashes")[0], "content"));
    }

    [Fact]
    public void Everything_that_ImageMagick_is_built_from_has_a_license()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var notices = Path.Combine(
            cache, "magick.net-q8-anycpu", PackageVersions.Of("Magick.NET-Q8-AnyCPU"), "Notice.txt");

        var parts = NativeParts.MagickParts(File.ReadLines(notices)).ToList();

        Assert.Equal(
            NativeParts.MagickLicenses.Keys.Order(StringComparer.Ordinal),
            parts.Select(static part => part["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(parts, static part => Assert.StartsWith("pkg:github/", part["purl"]!.GetValue<string>()));
    }

    [Fact]
    public void Licenses_are_those_of_the_notices()
    {
        var licenses = Licenses.Read(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));

        Assert.Equal("MIT", licenses.Of("Microsoft.ML.OnnxRuntime"));
        Assert.Equal("MIT", licenses.Of("Microsoft.ML.OnnxRuntime.Gpu.Linux"));
        Assert.Equal("PostgreSQL", licenses.Of("Npgsql"));
        Assert.Equal("Apache-2.0", licenses.Of("CsvHelper"));
        Assert.Throws<Clip.Packaging.PackagingException>(() => licenses.Of("Unknown"));
    }

    private static JsonDocument Read() => JsonDocument.Parse(
        File.ReadAllBytes(MadePackages.Find($"{MadePackages.Name}.cdx.json")));

    /// <summary>The components, except the packages that only the build uses.</summary>
    private static IEnumerable<JsonElement> Components(JsonDocument bill) => bill.RootElement
        .GetProperty("components").EnumerateArray().Where(static one => Text(one, "scope") != Excluded);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex("^[0-9A-F]{128}$")]
    private static partial Regex Sha512();
}
