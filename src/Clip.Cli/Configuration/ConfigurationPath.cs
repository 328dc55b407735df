using Clip.Cli.Installation;

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
        return new ConfigurationPath(
            UserFolders.FindConfiguration() is { } folder ? System.IO.Path.Combine(folder, "config.toml") : null,
            IsNamed: false);
    }
}
