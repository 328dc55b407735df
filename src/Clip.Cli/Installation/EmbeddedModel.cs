using System.Security.Cryptography;
using Clip.Hub;

namespace Clip.Cli.Installation;

/// <summary>
/// The model that comes with the program, and the hashes that its files had when the program was built.
/// </summary>
internal static class EmbeddedModel
{
    /// <summary>Its name.</summary>
    public const string Name = "clip-mini";

    // Written by the build: one line per file with its SHA-256, two spaces and its path in the model's folder.
    private const string Hashes = "clip-mini.sha256";

    /// <summary>Compares the hash of every file with the one that it had.</summary>
    /// <param name="folder">The folder of the model, or null where it is not beside the program.</param>
    /// <returns>One result per file, in the order of their names.</returns>
    public static IEnumerable<FileCheck> Verify(string? folder)
    {
        using var reader = new StreamReader(typeof(EmbeddedModel).Assembly.GetManifestResourceStream(Hashes)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split("  ", 2) is [var hash, var path])
                yield return Check(folder, path, hash);
        }
    }

    private static FileCheck Check(string? folder, string path, string hash)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine([folder ?? "", .. path.Split('/')]));
            var isSame = Convert.ToHexString(SHA256.HashData(file)).Equals(hash, StringComparison.OrdinalIgnoreCase);
            var problem = isSame ? null : "differs from the file that the program was built with";
            return new FileCheck(path, file.Length, problem);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileCheck(path, 0, "is missing");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FileCheck(path, 0, $"cannot be read ({error.Message})");
        }
    }
}
