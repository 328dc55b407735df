namespace Clip.Cli;

/// <summary>Where optimised graphs are kept: the user's folder for caches.</summary>
internal static class GraphCacheFolder
{
    /// <summary>
    /// <c>$XDG_CACHE_HOME/clipsearch/graphs</c>, <c>~/.cache</c> where that is not set, <c>~/Library/Caches</c> on macOS,
    /// the local application data on Windows; null for a user without a home.
    /// </summary>
    public static string? Path
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set
                : home.Length == 0 ? ""
                : OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Caches")
                : System.IO.Path.Combine(home, ".cache");
            return caches.Length == 0 ? null : System.IO.Path.Combine(caches, "clipsearch", "graphs");
        }
    }
}
