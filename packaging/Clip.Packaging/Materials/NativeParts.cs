using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Clip.Packaging.Materials;

/// <summary>
/// What the native files of packages are built from, with the versions that <c>Notice.txt</c> of Magick.NET lists.
/// The package of SQLite does not say which version it holds. ONNX Runtime lists its parts without versions, in the
/// notices beside it.
/// </summary>
internal static partial class NativeParts
{
    private const string Magick = "Magick.NET-Q8-AnyCPU";
    private const string Sqlite = "SQLitePCLRaw.lib.e_sqlite3";

    /// <summary>The licenses of what ImageMagick is built from, as SPDX names them.</summary>
    public static IReadOnlyDictionary<string, string> MagickLicenses { get; } = new Dictionary<string, string>
    {
        ["ImageMagick"] = "ImageMagick",
        ["aom"] = "BSD-2-Clause",
        ["brotli"] = "MIT",
        ["cairo"] = "MPL-1.1",
        ["fontconfig"] = "HPND",
        ["freetype"] = "FTL",
        ["fribidi"] = "LGPL-2.1-or-later",
        ["gdk-pixbuf"] = "LGPL-2.1-or-later",
        ["glib"] = "LGPL-2.1-or-later",
        ["harfbuzz"] = "MIT-Modern-Variant",
        ["imath"] = "BSD-3-Clause",
        ["lcms"] = "MIT",
        ["libbzip2"] = "bzip2-1.0.6",
        ["libcroco"] = "LGPL-2.0-only",
        ["libde265"] = "LGPL-3.0-or-later",
        ["libffi"] = "MIT",
        ["libheif"] = "LGPL-3.0-or-later",
        ["libhwy"] = "Apache-2.0",
        ["libjpeg-turbo"] = "IJG",
        ["libjxl"] = "BSD-3-Clause",
        ["liblqr"] = "LGPL-3.0-only",
        ["liblzma"] = "LGPL-2.1-or-later",
        ["libpng"] = "libpng-2.0",
        ["libraqm"] = "MIT",
        ["libraw"] = "LGPL-2.1-only",
        ["librsvg"] = "LGPL-2.0-or-later",
        ["libtiff"] = "libtiff",
        ["libwebp"] = "BSD-3-Clause",
        ["libxml2"] = "MIT",
        ["libzip"] = "BSD-3-Clause",
        ["openexr"] = "BSD-3-Clause",
        ["openh264"] = "BSD-2-Clause",
        ["openjpeg"] = "BSD-2-Clause",
        ["openjph"] = "BSD-2-Clause",
        ["pango"] = "LGPL-2.0-or-later",
        ["pixman"] = "MIT",
        ["zlib"] = "Zlib",
        ["zstd"] = "BSD-3-Clause",
    };

    /// <summary>The parts as components, each with the package whose native file it is in.</summary>
    /// <exception cref="PackagingException">A part has no license in the table above.</exception>
    public static IEnumerable<(string Package, JsonObject Part)> Of(string program, RestoredPackages packages)
    {
        foreach (var package in packages.WithNativeFiles.Order(StringComparer.Ordinal))
        {
            if (!packages.NativeFilesOf(package).Any(file => File.Exists(Path.Combine(program, file))))
                continue;
            if (package == Magick)
            {
                foreach (var part in MagickParts(File.ReadLines(packages.FileOf(Magick, "Notice.txt"))))
                    yield return (Magick, part);
            }
            if (package == Sqlite)
                yield return (Sqlite, Part("sqlite", "", "blessing", $"pkg:generic/sqlite?package={Sqlite}", null));
        }
    }

    /// <summary>The parts that the notices of Magick.NET name.</summary>
    public static IEnumerable<JsonObject> MagickParts(IEnumerable<string> notices) =>
        from line in notices
        let match = Heading().Match(line)
        where match.Success
        let name = match.Groups["name"].Value
        let version = match.Groups["version"].Value
        let source = match.Groups["source"].Value
        select Part(
            name, version,
            MagickLicenses.GetValueOrDefault(name)
                ?? throw new PackagingException($"{name}: is a new part of Magick.NET; add its license"),
            $"pkg:github/{source.Split("github.com/")[1].Replace("/tree/", "@", StringComparison.Ordinal)}",
            source);

    private static JsonObject Part(string name, string version, string license, string url, string? source)
    {
        var part = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = url,
            ["name"] = name,
            ["licenses"] = BillOfMaterials.LicenseNode(license),
            ["purl"] = url.ToLowerInvariant(),
        };
        if (version.Length > 0)
            part["version"] = version;
        if (source is not null)
        {
            part["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "vcs", ["url"] = source });
        }
        return part;
    }

    /// <summary><c>[aom 3.15.2 (2026-10-09) (https://github.com/ImageMagick/aom/tree/949b2083)]</c></summary>
    [GeneratedRegex(@"^\[ ?(?<name>\S+) (?<version>\S+) \([0-9-]+\) \((?<source>https://github\.com/\S+)\) ?\]$")]
    private static partial Regex Heading();
}
