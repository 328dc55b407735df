using System.Security.Cryptography;

namespace Clip.Packaging.Archives;

/// <summary>SHA-256 sums of files, in the form that <c>sha256sum --check</c> reads.</summary>
internal static class CheckSums
{
    /// <summary>The name of the file with the sums.</summary>
    public const string Name = "SHA256SUMS";

    /// <summary>The sum of a file, in small hexadecimal digits.</summary>
    public static string Of(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Writes the sums of all files in a folder into that folder.</summary>
    public static void Write(string folder)
    {
        var lines = Directory.EnumerateFiles(folder).Where(static file => Path.GetFileName(file) != Name)
            .OrderBy(static file => Path.GetFileName(file), StringComparer.Ordinal)
            .Select(static file => $"{Of(file)}  {Path.GetFileName(file)}\n");
        File.WriteAllText(Path.Combine(folder, Name), string.Concat(lines));
    }
}
