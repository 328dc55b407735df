namespace Clip.Cli.Configuration;

/// <summary>Where the user's configuration file is.</summary>
/// <param name="Path">The file; null for none.</param>
/// <param name="IsNamed">Whether the user names it, so that it has to exist.</param>
internal sealed record ConfigurationPath(string? Path, bool IsNamed)
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "CLIPSEARCH_CONFIG";

    /// <summary>What stands for no file.</summary>
    public const string None = "none";

    /// <summary>
    /// The file that the command line or the environment names, else <c>clipsearch/config.toml</c> in
    /// <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c>, in <c>~/Library/Application Support</c> on macOS, in
    /// <c>%APPDATA%</c> on Windows.
    /// </summary>
    /// <param name="given">What the command line names, or null.</param>
    public static ConfigurationPath Find(string? given)
    {
        given ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null;
        if (given == None)
            return new ConfigurationPath(null, IsNamed: true);
        if (given is not null)
            return new ConfigurationPath(System.IO.Path.GetFullPath(given), IsNamed: true);
        var folder = Folder();
        return new ConfigurationPath(
            folder.Length == 0 ? null : System.IO.Path.Combine(folder, "clipsearch", "config.toml"), IsNamed: false);
    }

    private static string Folder()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        if (Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } chosen)
            return chosen;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? ""
            : OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Application Support")
            : System.IO.Path.Combine(home, ".config");
    }
}
