using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Clip.Tests.Interchange;

/// <summary>What other programs have written, and what reading it must give.</summary>
internal static class IndexGoldens
{
    private static readonly Lazy<string> Extracted = new(Extract);

    /// <summary>The path of a file or folder.</summary>
    public static string At(string name) => Path.Combine(Extracted.Value, name);

    /// <summary>A JSON file.</summary>
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(At(name)));
        return document.RootElement.Clone();
    }

    private static string Extract()
    {
        var folder = Directory.CreateTempSubdirectory("clip-indexes-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var file = File.OpenRead(
            Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "indexes", "indexes.tar.gz"));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(content, folder, overwriteFiles: false);
        return folder;
    }
}
