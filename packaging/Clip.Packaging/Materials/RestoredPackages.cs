using System.Text.Json;

namespace Clip.Packaging.Materials;

/// <summary>The packages that a restore for one platform has chosen.</summary>
internal sealed class RestoredPackages
{
    private const string Compiled = "Microsoft.NETCore.App.Runtime.NativeAOT.";

    private readonly Dictionary<string, string[]> _native = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _folders = new(StringComparer.OrdinalIgnoreCase);

    private RestoredPackages(string runtime, string version) => (Runtime, RuntimeVersion) = (runtime, version);

    /// <summary>The package of the runtime that is compiled into the program.</summary>
    public string Runtime { get; }

    /// <summary>Its version.</summary>
    public string RuntimeVersion { get; }

    /// <summary>Reads <c>project.assets.json</c>.</summary>
    /// <exception cref="PackagingException">It is missing, or of a restore for another platform.</exception>
    public static RestoredPackages Read(string file, string platform)
    {
        if (!File.Exists(file))
            throw new PackagingException($"{file}: is missing; run packaging/make.sh, which restores the packages");
        using var assets = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = assets.RootElement;
        var target = root.GetProperty("targets").EnumerateObject()
            .FirstOrDefault(one => one.Name.EndsWith("/" + platform, StringComparison.Ordinal));
        var runtime = root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(static one => one.Value.GetProperty("downloadDependencies").EnumerateArray())
            .FirstOrDefault(static one =>
                one.GetProperty("name").GetString()!.StartsWith(Compiled, StringComparison.Ordinal));
        if (target.Value.ValueKind == JsonValueKind.Undefined || runtime.ValueKind == JsonValueKind.Undefined)
            throw new PackagingException($"{file}: is not of a restore for {platform}");

        var packages = new RestoredPackages(
            runtime.GetProperty("name").GetString()!,
            runtime.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0]);
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(static one => one.Name).ToList();
        foreach (var package in target.Value.EnumerateObject())
        {
            var name = package.Name.Split('/')[0];
            if (package.Value.TryGetProperty("native", out var native))
                packages._native[name] = [.. native.EnumerateObject().Select(static one => Path.GetFileName(one.Name))];
            if (root.GetProperty("libraries").GetProperty(package.Name) is var library
                && library.GetProperty("type").GetString() == "package")
            {
                var path = library.GetProperty("path").GetString()!;
                packages._folders[name] = folders.Select(folder => Path.Combine(folder, path))
                    .FirstOrDefault(Directory.Exists, "");
            }
        }
        return packages;
    }

    /// <summary>The names of the native files that a package brings on this platform.</summary>
    public IReadOnlyList<string> NativeFilesOf(string package) => _native.GetValueOrDefault(package) ?? [];

    /// <summary>The names of packages that bring native files.</summary>
    public IEnumerable<string> WithNativeFiles => _native.Keys;

    /// <summary>A file of a package.</summary>
    public string FileOf(string package, string name) => Path.Combine(_folders[package], name);
}
