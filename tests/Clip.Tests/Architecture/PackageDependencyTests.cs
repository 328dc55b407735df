using System.Runtime.InteropServices;

namespace Clip.Tests.Architecture;

/// <summary>Which folders of the library may use which package's assembly; a folder includes its subfolders.</summary>
public sealed class PackageDependencyTests
{
    private const string Root = "Clip.";

    private static readonly string Platform = RuntimeEnvironment.GetRuntimeDirectory();

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CsvHelper"] = ["Captions"],
        ["Magick.NET-Q8-AnyCPU"] = ["Images.Decoding.Magick", "Images.Thumbnails"],
        ["Magick.NET.Core"] = ["Images.Decoding.Magick", "Images.Thumbnails"],
        ["Microsoft.Data.Sqlite"] = ["Catalog", "Interchange.Rclip", "VectorData.Storage"],
        ["Microsoft.Extensions.AI.Abstractions"] = ["Embeddings", "Hosting", "VectorData"],
        ["Microsoft.Extensions.DependencyInjection.Abstractions"] = ["Hosting", "VectorData"],
        ["Microsoft.Extensions.Diagnostics.HealthChecks"] = ["Hosting"],
        ["Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions"] = ["Hosting"],
        ["Microsoft.Extensions.Hosting.Abstractions"] = ["Hosting"],
        ["Microsoft.Extensions.Http"] = ["Hosting"],
        ["Microsoft.Extensions.Logging"] = ["Hosting"],
        ["Microsoft.Extensions.Logging.Abstractions"] = ["Hosting", "Models", "Telemetry"],
        ["Microsoft.Extensions.Options"] = ["Hosting"],
        ["Microsoft.Extensions.VectorData.Abstractions"] = ["VectorData"],
        ["Microsoft.ML.OnnxRuntime"] = ["Devices", "Models"],
        ["Microsoft.ML.Tokenizers"] = ["Models", "Text"],
        ["Polly.Core"] = ["Hub"],
        ["SQLitePCLRaw.core"] = ["Catalog"],
        ["System.IO.Hashing"] = ["Catalog", "Files", "Images", "Indexing", "Models"],
        ["System.Numerics.Tensors"] =
            ["Classification", "Evaluation", "Models", "Projection", "Searching", "VectorData.Records"],
        ["ZstdSharp"] = ["Interchange.Parquet"],
    };

    /// <summary>
    /// The library's uses of assemblies that are not the platform's. Those that a web application's platform has too do
    /// not lie beside the tests, which contain one.
    /// </summary>
    private static readonly List<AssemblyUse> Uses =
    [
        .. PackageReferences.Read(typeof(ClipException).Assembly.Location)
            .Where(static use => !File.Exists(Path.Combine(Platform, use.Assembly + ".dll"))),
    ];

    /// <summary>
    /// In particular, only the Magick decoder and the encoder of thumbnails use ImageMagick, so that another decoder
    /// can replace it.
    /// </summary>
    [Fact]
    public void Packages_are_used_only_in_the_folders_of_the_table()
    {
        var strangers = Uses
            .Where(static use =>
                !Allowed.GetValueOrDefault(use.Assembly, []).Any(folder => IsIn(use.Namespace, folder)))
            .Select(static use => $"{use.Namespace}.{use.Type} uses {use.Assembly}")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(strangers.Count == 0, string.Join(Environment.NewLine, strangers));
    }

    [Fact]
    public void Every_folder_of_the_table_uses_its_package()
    {
        var unused = Allowed
            .SelectMany(static line => line.Value.Select(folder => (Assembly: line.Key, Folder: folder)))
            .Where(static line =>
                !Uses.Exists(use => use.Assembly == line.Assembly && IsIn(use.Namespace, line.Folder)));
        Assert.Empty(unused);
    }

    private static bool IsIn(string name, string folder) =>
        name == Root + folder || name.StartsWith(Root + folder + ".", StringComparison.Ordinal);
}
