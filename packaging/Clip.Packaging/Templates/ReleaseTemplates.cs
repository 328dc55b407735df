using System.Text.RegularExpressions;
using Clip.Packaging.Archives;

namespace Clip.Packaging.Templates;

/// <summary>
/// The files of package managers, in which a release fills in <c>@VERSION@</c>, <c>@ADDRESS@</c> (where its archives
/// can be downloaded) and <c>@SHA256:FILE@</c>, the hash of an archive.
/// </summary>
internal static partial class ReleaseTemplates
{
    private const string Extension = ".in";

    /// <summary>Fills in all templates of a folder, which are named <c>*.in</c>.</summary>
    /// <param name="templates">The folder of the templates.</param>
    /// <param name="packages">The folder of the release's archives.</param>
    /// <param name="version">The version.</param>
    /// <param name="address">Where the archives can be downloaded, without a slash at its end.</param>
    /// <param name="target">The folder for the files.</param>
    /// <exception cref="PackagingException">An archive is missing, or a place has an unknown name.</exception>
    public static void Fill(string templates, string packages, string version, string address, string target)
    {
        var files = Directory.EnumerateFiles(templates, "*" + Extension, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new PackagingException($"{templates}: has no template");
        foreach (var file in files)
        {
            var text = Fill(File.ReadAllText(file), packages, version, address);
            var path = Path.Combine(target, Path.GetRelativePath(templates, file)[..^Extension.Length]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static string Fill(string template, string packages, string version, string address) => Place().Replace(
        template,
        place => place.Groups[1].Value switch
        {
            "VERSION" => version,
            "ADDRESS" => address,
            "SHA256" => HashOf(Path.Combine(packages, Fill(place.Groups[2].Value, packages, version, address))),
            var name => throw new PackagingException($"@{name}@: is no place that can be filled in"),
        });

    private static string HashOf(string file) => File.Exists(file)
        ? CheckSums.Of(file)
        : throw new PackagingException($"{file}: is missing; make it with packaging/make.sh on its own platform");

    // The name of an archive may contain the version.
    [GeneratedRegex("@([A-Z0-9]+)(?::((?:[^@\\s]|@[A-Z]+@)+))?@")]
    private static partial Regex Place();
}
