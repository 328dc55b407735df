namespace Clip.Cli.Installation;

/// <summary>
/// The source tree that the program may be run from. A search there without a folder means the gallery, so that the
/// first command of a new user has an answer.
/// </summary>
internal static class Checkout
{
    /// <summary>
    /// The folder to search where none is named: the gallery in a checkout's root, else the current folder.
    /// </summary>
    public static string DefaultFolder()
    {
        var here = Directory.GetCurrentDirectory();
        return IsRoot(here) ? Path.Combine(here, "gallery") : here;
    }

    /// <summary>The default model: beside the program, or in the checkout that the program or the user is in.</summary>
    public static string? FindModel(string name)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "models", name);
        if (Directory.Exists(beside))
            return beside;
        foreach (var start in (string[])[AppContext.BaseDirectory, Directory.GetCurrentDirectory()])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (IsRoot(folder.FullName))
                    return Path.Combine(folder.FullName, "models", name);
            }
        }
        return null;
    }

    private static bool IsRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Clip.sln"))
        && File.Exists(Path.Combine(folder, "gallery", "captions.jsonl"));
}
