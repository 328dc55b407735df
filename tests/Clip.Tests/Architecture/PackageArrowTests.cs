namespace Clip.Tests.Architecture;

/// <summary>Which rooms of the library may use which package's assembly; a room includes its subrooms.</summary>
public sealed class PackageArrowTests
{
    private const string Root = "Clip.";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CsvHelper"] = ["Captions"],
        ["Magick.NET-Q8-AnyCPU"] = ["Images.Decoding.Magick"],
        ["Magick.NET.Core"] = ["Images.Decoding.Magick"],
        ["Microsoft.Data.Sqlite"] = ["Catalog"],
        ["Microsoft.ML.OnnxRuntime"] = ["Devices", "Models"],
        ["Polly.Core"] = ["Hub"],
        ["SQLitePCLRaw.core"] = ["Catalog"],
        ["System.IO.Hashing"] = ["Catalog", "Files", "Images", "Indexing", "Models"],
        ["System.Numerics.Tensors"] = ["Models"],
    };

    /// <summary>The library's uses of assemblies that lie beside it, as those of packages do.</summary>
    private static readonly List<AssemblyUse> Uses =
    [
        .. PackageReferences.Read(typeof(ClipException).Assembly.Location)
            .Where(static use => File.Exists(Path.Combine(AppContext.BaseDirectory, use.Assembly + ".dll"))),
    ];

    /// <summary>In particular, only the Magick decoder knows ImageMagick, so that another can take its place.</summary>
    [Fact]
    public void Packages_are_used_only_in_the_rooms_of_the_table()
    {
        var strangers = Uses
            .Where(static use => !Allowed.GetValueOrDefault(use.Assembly, []).Any(room => IsIn(use.Namespace, room)))
            .Select(static use => $"{use.Namespace}.{use.Type} uses {use.Assembly}")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(strangers.Count == 0, string.Join(Environment.NewLine, strangers));
    }

    [Fact]
    public void Every_room_of_the_table_uses_its_package()
    {
        var unused = Allowed
            .SelectMany(static line => line.Value.Select(room => (Assembly: line.Key, Room: room)))
            .Where(static line => !Uses.Exists(use => use.Assembly == line.Assembly && IsIn(use.Namespace, line.Room)));
        Assert.Empty(unused);
    }

    private static bool IsIn(string name, string room) =>
        name == Root + room || name.StartsWith(Root + room + ".", StringComparison.Ordinal);
}
