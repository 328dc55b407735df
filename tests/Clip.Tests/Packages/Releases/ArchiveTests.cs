using System.Formats.Tar;
using System.IO.Compression;
using Clip.Packaging.Archives;

namespace Clip.Tests.Packages.Releases;

/// <summary>The archive that people unpack, and how archives are written.</summary>
[Collection(UnpackedArchiveTests.Name)]
public sealed class ArchiveTests(UnpackedArchive unpacked)
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    [Fact]
    public async Task It_searches_where_it_is_unpacked_with_an_empty_environment()
    {
        var program = await unpacked.Program;
        using var folder = new TestFolder();
        MadePackages.CopyPictures(folder.At("pictures"));

        var result = await MadePackages.RunAsync(
            Path.Combine(program, "clipsearch"),
            ["search", "a lighthouse by the sea", "--in", folder.At("pictures"), "--json"],
            new() { ["HOME"] = folder.At("home") });

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.StartsWith("{\"rank\":1,", result.StandardOutput);
        Assert.Contains("kodak-21.jpg\"", result.StandardOutput.Split('\n')[0]);
        string[] wanted =
        [
            "LICENSE", "THIRD-PARTY-NOTICES.md", "README.txt", "clipsearch.cdx.json", "man/man1/clipsearch.1",
            "completions/clipsearch.bash", "completions/_clipsearch", "completions/clipsearch.fish",
            "completions/clipsearch.ps1", "licences/ImageMagick-Notice.txt",
        ];
        Assert.All(wanted, path => Assert.True(File.Exists(Path.Combine(program, path)), path));
        Assert.Empty(Directory.GetFiles(program, "*.pdb", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(program, "*.dbg"));
    }

    [Fact]
    public async Task Its_sum_is_the_one_that_is_published()
    {
        var sums = MadePackages.Find(CheckSums.Name);
        var result = await MadePackages.OutputAsync(
            "sh", "-c", $"cd '{Path.GetDirectoryName(sums)}' && sha256sum --check --strict {CheckSums.Name}");

        Assert.Contains(".tar.gz: OK", result);
    }

    [Theory]
    [InlineData("a.tar.gz")]
    [InlineData("a.zip")]
    public void The_same_files_give_the_same_bytes_in_whatever_order_and_time_they_are_written(string name)
    {
        using var folder = new TestFolder();
        Make(folder.At("1", "program"), ["models/b.txt", "clipsearch", "README"], DateTime.UnixEpoch.AddYears(50));
        Make(folder.At("2", "program"), ["README", "models/b.txt", "clipsearch"], DateTime.UnixEpoch.AddYears(51));

        PackageArchive.Write(folder.At("1", "program"), folder.At("1", name), Time);
        PackageArchive.Write(folder.At("2", "program"), folder.At("2", name), Time);

        Assert.Equal(File.ReadAllBytes(folder.At("1", name)), File.ReadAllBytes(folder.At("2", name)));
        Assert.Equal(64, CheckSums.Of(folder.At("1", name)).Length);
    }

    [Fact]
    public void Entries_are_sorted_owned_by_root_and_only_the_program_can_be_run()
    {
        using var folder = new TestFolder();
        Make(folder.At("program"), ["models/b.txt", "clipsearch", "LICENSE"], DateTime.UnixEpoch.AddYears(50));
        PackageArchive.Write(folder.At("program"), folder.At("a.tar.gz"), Time);
        using var archive = new TarReader(
            new GZipStream(File.OpenRead(folder.At("a.tar.gz")), CompressionMode.Decompress));

        var entries = new List<PosixTarEntry>();
        while (archive.GetNextEntry() is PosixTarEntry entry)
            entries.Add(entry);

        Assert.Equal(
            ["program/LICENSE", "program/clipsearch", "program/models/b.txt"],
            entries.Select(static entry => entry.Name));
        Assert.All(entries, static entry =>
            Assert.Equal((0, 0, "root", Time), (entry.Uid, entry.Gid, entry.UserName, entry.ModificationTime)));
        Assert.Equal(
            [0x1a4, 0x1ed, 0x1a4], entries.Select(static entry => (int)entry.Mode)); // 644, 755
    }

    private static void Make(string folder, string[] names, DateTime time)
    {
        foreach (var name in names)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, name);
            File.SetLastWriteTimeUtc(file, time);
        }
    }
}
