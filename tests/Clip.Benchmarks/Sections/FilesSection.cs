using Clip.Captions;
using Clip.Files;

namespace Clip.Benchmarks.Sections;

internal sealed class FilesSection : ISection
{
    private const int Folders = 20;
    private const int FilesInFolder = 500;
    private const int HashedBytes = 64 * 1024 * 1024;
    private const int Captions = 100_000;

    public string Name => "files";

    public string Question => "how fast are folders walked, files hashed and captions read?";

    public void Run(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("clip-benchmark-");
        try
        {
            Walk(report, folder.CreateSubdirectory("walk").FullName);
            Identify(report, Path.Join(folder.FullName, "walk"));
            Hash(report, Path.Join(folder.FullName, "content"));
            Read(report, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Walk(Report report, string folder)
    {
        for (var i = 0; i < Folders; i++)
        {
            var below = Directory.CreateDirectory(Path.Join(folder, $"{i:d4}")).FullName;
            for (var k = 0; k < FilesInFolder; k++)
                File.WriteAllText(Path.Join(below, $"IMG_{k:d5}.jpg"), "x");
        }

        const int files = Folders * FilesInFolder;
        var walk = FolderWalk.Open(folder);
        var excluding = FolderWalk.Open(folder, new FolderWalkOptions { Exclude = ["*.gif", "/raw/**/old"] });
        int Enumerate() => new DirectoryInfo(folder)
            .EnumerateFiles("*.jpg", SearchOption.AllDirectories)
            .Count(file => file.Length > 0);
        report.Table("walk", "files/s", Comparison.Measure(
            new Alternative("DirectoryInfo.EnumerateFiles", files, () => Expect(files, Enumerate())),
            new Alternative("FolderWalk", files, () => Expect(files, walk.Files(Fail).Count())),
            new Alternative(
                "FolderWalk with two patterns", files, () => Expect(files, excluding.Files(Fail).Count()))));
    }

    /// <summary>What it costs to know more of a file than its size and time.</summary>
    private static void Identify(Report report, string folder)
    {
        var paths = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
        report.Table("unchanged files", "files/s", Comparison.Measure(
            new Alternative("FileInfo: size and time", paths.Length, () => Expect(paths.Length, paths.Count(path =>
                new FileInfo(path) is { Length: > 0 } file && file.LastWriteTimeUtc.Ticks > 0))),
            new Alternative("FileStat: change time and inode too", paths.Length, () => Expect(paths.Length, paths.Count(
                path => FileStat.Of(path) is { Size: > 0 } stat && stat.IdentityAt(path) != default)))));
    }

    private static void Hash(Report report, string path)
    {
        var content = new byte[HashedBytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(path, content);
        const double gigabytes = HashedBytes / 1e9;
        report.Table("content hash", "GB/s", Comparison.Measure(
            new Alternative("of memory", gigabytes, () => ContentHash.Of(content)),
            new Alternative("of a file in the page cache", gigabytes, () => ContentHash.OfFile(path))));
    }

    private static void Read(Report report, string folder)
    {
        const string caption = "two dogs run after a ball, and a child laughs";
        var lines = Enumerable.Range(0, Captions).ToList();
        var csv = Path.Join(folder, "captions.csv");
        var jsonLines = Path.Join(folder, "captions.jsonl");
        var coco = Path.Join(folder, "captions.json");
        File.WriteAllLines(csv, lines.Select(i => $"{i}.jpg,\"{caption}\"").Prepend("file,caption"));
        File.WriteAllLines(jsonLines, lines.Select(i => $"{{\"file\": \"{i}.jpg\", \"captions\": [\"{caption}\"]}}"));
        var images = lines.Select(i => $"{{\"id\": {i}, \"file_name\": \"{i}.jpg\"}}");
        var annotations = lines.Select(i => $"{{\"image_id\": {i}, \"id\": {i}, \"caption\": \"{caption}\"}}");
        File.WriteAllText(coco, $$"""
            {"images": [{{string.Join(',', images)}}],
            "annotations": [{{string.Join(',', annotations)}}]}
            """);
        report.Table("captions", "captions/s", Comparison.Measure(
            new Alternative("CSV", Captions, () => Expect(Captions, CaptionFile.Read(csv).Records.Count)),
            new Alternative("JSON Lines", Captions, () => Expect(Captions, CaptionFile.Read(jsonLines).Records.Count)),
            new Alternative("COCO JSON", Captions, () => Expect(Captions, CaptionFile.Read(coco).Records.Count))));
    }

    /// <summary>Fails on a wrong result, whose speed would be meaningless.</summary>
    private static void Expect(int expected, int found)
    {
        if (found != expected)
            throw new InvalidOperationException($"{found} found, {expected} expected");
    }

    private static void Fail(ClipException error) => throw error;
}
