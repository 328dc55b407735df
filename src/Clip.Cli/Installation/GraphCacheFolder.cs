namespace Clip.Cli.Installation;

/// <summary>Where optimized graphs are kept: the user's folder for caches.</summary>
internal static class GraphCacheFolder
{
    /// <summary>
    /// <c>$XDG_CACHE_HOME/clipsearch/graphs</c>, <c>~/.cache</c> where that is not set, <c>~/Library/Caches</c> on
    /// macOS, the local application data on Windows; null for a user without a home.
    /// </summary>
    public static string? Find()
    {
        var caches = Caches();
        return caches.Length == 0 ? null : Path.Combine(caches, "clipsearch", "graphs");
    }

    private static string Caches()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen)
            return chosen;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0)
            return "";
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache");
    }
}
