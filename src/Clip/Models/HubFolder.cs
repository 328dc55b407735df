namespace Clip.Models;

/// <summary>The folder names of the Hugging Face cache, which contain a model's name.</summary>
internal static class HubFolder
{
    private const string Prefix = "models--";

    /// <summary>
    /// The repository that a folder is a snapshot of, such as <c>OWNER/NAME</c>; null for any other folder.
    /// </summary>
    public static string? RepositoryOf(string folder)
    {
        var snapshots = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var repository = Path.GetFileName(Path.GetDirectoryName(snapshots));
        var isSnapshot = Path.GetFileName(snapshots) == "snapshots";
        if (!isSnapshot || repository?.StartsWith(Prefix, StringComparison.Ordinal) != true)
            return null;
        return repository[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal);
    }
}
