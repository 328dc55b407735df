namespace Clip.Tests;

/// <summary>The checkout in which the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder with Clip.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        if (File.Exists(Path.Combine(folder, "Clip.sln")))
            return folder;
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        return parent is not null
            ? Find(parent)
            : throw new InvalidOperationException("No parent folder of the tests contains Clip.sln.");
    }
}
