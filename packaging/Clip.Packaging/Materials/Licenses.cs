namespace Clip.Packaging.Materials;

/// <summary>The licenses of packages, as the project's notices state them.</summary>
internal sealed class Licenses
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the tables of packages: names, separated by commas, license, and what follows.</summary>
    public static Licenses Read(string notices)
    {
        var licenses = new Licenses();
        foreach (var line in File.ReadLines(notices))
        {
            if (line.Split('|') is not ["", var names, var license, _, ..])
                continue;
            foreach (var name in names.Split(','))
                licenses._ids[WithoutRemark(name)] = WithoutRemark(license);
        }
        return licenses;
    }

    /// <summary>The SPDX identifier of a package's license.</summary>
    /// <exception cref="PackagingException">The notices lack the package.</exception>
    public string Of(string package) => _ids.GetValueOrDefault(package)
        ?? throw new PackagingException($"{package}: has no license in THIRD-PARTY-NOTICES.md");

    private static string WithoutRemark(string text) => text.Split('(')[0].Trim();
}
