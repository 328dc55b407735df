using System.Xml.Linq;

namespace Clip.Tests.Packages;

/// <summary>The versions of packages, as the checkout states them.</summary>
internal static class PackageVersions
{
    private static readonly Dictionary<string, string> Others =
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(
                static item => item.Attribute("Include")!.Value, static item => item.Attribute("Version")!.Value);

    /// <summary>The version of Clip's packages.</summary>
    public static string Own { get; } =
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The version of a package.</summary>
    public static string Of(string id) =>
        Others.GetValueOrDefault(id) ?? (id.StartsWith("Clip", StringComparison.Ordinal) ? Own : "1.0.0");
}
