namespace Clip.Cli.Completion;

/// <summary>The shells whose command lines can be completed.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
    PowerShell,
}

/// <summary>The names of shells.</summary>
internal static class ShellNames
{
    /// <summary>The names, as the command line takes them.</summary>
    public static IReadOnlyDictionary<string, Shell> All { get; } = new Dictionary<string, Shell>
    {
        ["bash"] = Shell.Bash,
        ["zsh"] = Shell.Zsh,
        ["fish"] = Shell.Fish,
        ["powershell"] = Shell.PowerShell,
    };
}
