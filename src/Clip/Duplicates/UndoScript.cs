namespace Clip.Duplicates;

/// <summary>Lines of a script that moves files back: for a POSIX shell, on Windows for PowerShell.</summary>
internal static class UndoScript
{
    /// <summary>The extension of such scripts.</summary>
    public static string Extension => OperatingSystem.IsWindows() ? ".ps1" : ".sh";

    public static string MoveBack(string from, string to) => OperatingSystem.IsWindows()
        ? $"Move-Item -LiteralPath '{to.Replace("'", "''", StringComparison.Ordinal)}' "
            + $"-Destination '{from.Replace("'", "''", StringComparison.Ordinal)}'"
        : $"mv -n {Quote(to)} {Quote(from)}";

    private static string Quote(string path) => "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
