using System.Globalization;

namespace Clip.Catalog.Storage;

/// <summary>
/// The names of vector files in an index's folder: <c>vectors-1.f32</c>, then a higher number each time that the
/// vectors move, with their codes beside them in <c>vectors-1.i8</c>. The catalog names the current one.
/// </summary>
internal static class VectorFileName
{
    public const string First = "vectors-1.f32";

    private const string Prefix = "vectors-";
    private const string Vectors = ".f32";
    private const string Codes = ".i8";

    /// <summary>Where the codes of a vector file are.</summary>
    public static string CodesOf(string path) => Path.ChangeExtension(path, Codes);

    /// <summary>A name that no file in the folder has: a reader may still have an older file mapped.</summary>
    public static string Next(string directory, string current)
    {
        var number = Number(current) ?? 0;
        while (true)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{++number}{Vectors}");
            if (!File.Exists(Path.Combine(directory, name)))
                return name;
        }
    }

    /// <summary>
    /// Deletes the vector files that the catalog does not name: an interrupted compaction leaves a new one behind, and
    /// on Windows a finished one leaves the old one while a reader has it mapped. Only for the index's writer.
    /// </summary>
    public static void DeleteLeftOver(string directory, string named)
    {
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*"))
        {
            var name = Path.GetFileName(path);
            if (Number(name) is { } number && number != Number(named))
                TryDelete(path);
        }
    }

    /// <summary>Whether a path names a vector file or codes.</summary>
    public static bool Is(string path) => Number(Path.GetFileName(path)) is not null;

    /// <summary>A vector file in the folder that holds vectors, or null.</summary>
    public static string? FindFilled(string directory) => Directory.EnumerateFiles(directory, Prefix + "*" + Vectors)
        .FirstOrDefault(static path =>
            Number(Path.GetFileName(path)) is not null && new FileInfo(path).Length > VectorFileHeader.Size);

    /// <summary>Deletes a vector file and its codes; what cannot be deleted now is left to a later writer.</summary>
    public static void TryDeleteWithCodes(string path)
    {
        TryDelete(path);
        TryDelete(CodesOf(path));
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // It only takes space.
        }
    }

    private static long? Number(string name)
    {
        var extension = Path.GetExtension(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal) && extension is Vectors or Codes
            && long.TryParse(
                name.AsSpan()[Prefix.Length..^extension.Length], NumberStyles.None, CultureInfo.InvariantCulture,
                out var number)
            ? number
            : null;
    }
}
