using System.Text.RegularExpressions;
using Clip.Packaging;
using Clip.Packaging.Archives;
using Clip.Packaging.Templates;

namespace Clip.Tests.Packages.Releases;

/// <summary>The files of package managers, filled in for archives of a release, and their form.</summary>
public sealed partial class ReleaseTemplateTests : IDisposable
{
    private const string Version = "1.2.3";
    private const string Address = "https://example.org/v1.2.3";

    private static readonly string Templates = Path.Combine(Repository.Root, "packaging");
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_archive_is_named_with_its_address_and_its_hash()
    {
        var archives = MakeArchives();
        Fill();
        var text = string.Concat(
            Directory.EnumerateFiles(_folder.At("out"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.DoesNotMatch("@[A-Z0-9]+[:@]", text);
        Assert.All(archives, archive => Assert.Contains($"{Address}/{Path.GetFileName(archive)}", text));
        Assert.All(archives, archive => Assert.Contains(CheckSums.Of(archive), text));
    }

    [Fact]
    public void A_missing_archive_or_an_unknown_place_is_an_error_that_names_it()
    {
        File.Delete(MakeArchives()[0]);
        Assert.Contains("osx-arm64", Assert.Throws<PackagingException>(() => Fill()).Message);

        File.WriteAllText(_folder.At("templates", "a.in"), "@NAME@");
        Assert.Contains("@NAME@", Assert.Throws<PackagingException>(() => ReleaseTemplates.Fill(
            _folder.At("templates"), _folder.Path, Version, Address, _folder.At("out"))).Message);
    }

    /// <summary>The keys that the schemas of manifest version 1.9.0 require.</summary>
    [Theory]
    [InlineData("", "version", "DefaultLocale")]
    [InlineData(".installer", "installer", "Installers")]
    [InlineData(
        ".locale.en-US", "defaultLocale", "PackageLocale Publisher PackageName License ShortDescription")]
    public void Winget_finds_the_keys_that_it_requires(string part, string type, string keys)
    {
        MakeArchives();
        Fill();
        var lines = File.ReadAllLines(_folder.At("out", "winget", $"Clip.clipsearch{part}.yaml"));
        var values = lines.Select(static line => YamlKey().Match(line)).Where(static match => match.Success)
            .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

        Assert.All(
            keys.Split(' ').Concat(["PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion"]),
            key => Assert.Contains(key, values.Keys));
        Assert.Equal(
            ("Clip.clipsearch", Version, type, "1.9.0"),
            (values["PackageIdentifier"], values["PackageVersion"], values["ManifestType"], values["ManifestVersion"]));
        Assert.StartsWith($"# yaml-language-server: $schema=https://aka.ms/winget-manifest.{type}.1.9.0.", lines[0]);
        Assert.DoesNotContain(lines, static line => line.Contains('\t'));
        if (type == "installer")
        {
            Assert.Contains("  - Architecture: x64", lines);
            Assert.Contains(lines, static line => InstallerHash().IsMatch(line));
            Assert.Contains($@"  - RelativeFilePath: clipsearch-{Version}-win-x64\clipsearch.exe", lines);
        }
    }

    [Fact]
    public async Task The_formula_of_Homebrew_is_Ruby_with_the_parts_of_a_formula()
    {
        MakeArchives();
        Fill();
        var file = _folder.At("out", "homebrew", "clipsearch.rb");
        var lines = File.ReadLines(file).Select(static line => line.Trim()).ToList();

        var opened = lines.Count(static line => line.StartsWith("class ", default) || line.StartsWith("def ", default)
            || line.EndsWith(" do", default));
        Assert.Equal(opened, lines.Count(static line => line == "end"));
        Assert.Contains("class Clipsearch < Formula", lines);
        Assert.All(
            (string[])
            ["desc \"", "homepage \"", "version \"1.2.3\"", "license \"Apache-2.0\"", "def install", "test do"],
            part => Assert.Contains(lines, line => line.StartsWith(part, StringComparison.Ordinal)));
        Assert.Equal(3, lines.Count(static line => Sha256().IsMatch(line)));
        if (File.Exists("/usr/bin/ruby"))
            Assert.Contains("Syntax OK", await MadePackages.OutputAsync("ruby", "-c", file));
    }

    /// <summary>The archives that the templates name, each with other contents.</summary>
    private string[] MakeArchives() =>
    [
        .. ((string[])["osx-arm64.tar.gz", "linux-arm64.tar.gz", "linux-x64.tar.gz", "win-x64.zip"]).Select(name =>
        {
            var file = _folder.At($"clipsearch-{Version}-{name}");
            File.WriteAllText(file, name);
            return file;
        }),
    ];

    private void Fill() => ReleaseTemplates.Fill(Templates, _folder.Path, Version, Address, _folder.At("out"));

    [GeneratedRegex(@"^([A-Za-z0-9]+):(?: (.+))?$")]
    private static partial Regex YamlKey();

    [GeneratedRegex("^    InstallerSha256: [0-9a-f]{64}$")]
    private static partial Regex InstallerHash();

    [GeneratedRegex("^sha256 \"[0-9a-f]{64}\"$")]
    private static partial Regex Sha256();
}
