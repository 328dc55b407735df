namespace Clip.Models;

/// <summary>The folder names of the Hugging Face cache, from which a model's name is read.</summary>
internal static class HubFolder
{
    private const string Prefix = "models--";

    /// <summary>The repository that a folder is a snapshot of, such as <c>OWNER/NAME</c>; null for any other folder.</summary>
    public static string? RepositoryOf(string folder)
    {
        var snapshots = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var repository = Path.GetFileName(Path.GetDirectoryName(snapshots));
        return Path.GetFileName(snapshots) == "snapshots" && repository?.StartsWith(Prefix, StringComparison.Ordinal) == true
            ? repository[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal)
            : null;
    }
}
