using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// What the search for an index above a folder does not cross: a mount point, as git does not, and the user's home.
/// </summary>
internal static class SearchBoundaries
{
    /// <summary>Whether a boundary lies between a folder and one above it.</summary>
    /// <param name="above">The full path of the folder above.</param>
    /// <param name="folder">The full path of the folder below.</param>
    public static bool Lie(string above, string folder) =>
        Boundaries().Any(boundary => IsWithin(folder, boundary) && boundary != above && IsWithin(boundary, above));

    private static IEnumerable<string> Boundaries()
    {
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 1 } home)
            yield return Path.TrimEndingDirectorySeparator(home);
        foreach (var mount in MountPoints())
            yield return Path.TrimEndingDirectorySeparator(mount);
    }

    private static string[] MountPoints()
    {
        try
        {
            return Array.ConvertAll(DriveInfo.GetDrives(), static drive => drive.Name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsWithin(string path, string folder) =>
        !RelativePath.IsOutside(RelativePath.Of(folder, path));
}
