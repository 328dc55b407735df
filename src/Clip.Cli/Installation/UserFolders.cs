namespace Clip.Cli.Installation;

/// <summary>The folders of the user that the program keeps its files in, as each operating system has them.</summary>
internal static class UserFolders
{
    private const string Program = "clipsearch";

    /// <summary>
    /// What the user chose: <c>$XDG_CONFIG_HOME/clipsearch</c>, <c>~/.config</c> where that is not set,
    /// <c>~/Library/Application Support</c> on macOS, <c>%APPDATA%</c> on Windows.
    /// </summary>
    /// <exception cref="ClipException">The user has no home.</exception>
    public static string Configuration() => FindConfiguration() ?? throw NoHome();

    /// <summary>The same, or null where the user has no home.</summary>
    public static string? FindConfiguration()
    {
        var folder = OperatingSystem.IsWindows()
            ? Folder(Environment.SpecialFolder.ApplicationData)
            : Chosen("XDG_CONFIG_HOME") ?? (Folder(Environment.SpecialFolder.UserProfile) is { } home
                ? Path.Combine(home, OperatingSystem.IsMacOS() ? MacFolder : ".config")
                : null);
        return folder is null ? null : Path.Combine(folder, Program);
    }

    /// <summary>
    /// What the program keeps: <c>$XDG_DATA_HOME/clipsearch</c>, <c>~/.local/share</c> where that is not set,
    /// <c>~/Library/Application Support</c> on macOS, <c>%LOCALAPPDATA%</c> on Windows.
    /// </summary>
    /// <exception cref="ClipException">The user has no home.</exception>
    public static string Data() => Path.Combine(
        OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Chosen("XDG_DATA_HOME")
                ?? Path.Combine(Home(), OperatingSystem.IsMacOS() ? MacFolder : Path.Combine(".local", "share")),
        Program);

    /// <summary>The user's home.</summary>
    /// <exception cref="ClipException">There is none.</exception>
    public static string Home() => Folder(Environment.SpecialFolder.UserProfile) ?? throw NoHome();

    private static string? Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder) is { Length: > 0 } path ? path : null;

    private static ClipException NoHome() =>
        new("HOME", "is not set, so there is no place for settings", "set it");

    private static string MacFolder => Path.Combine("Library", "Application Support");

    /// <summary>A folder that a variable names; as the specification demands, only a full path counts.</summary>
    private static string? Chosen(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } folder && Path.IsPathFullyQualified(folder) ? folder : null;
}
