namespace Clip.Cli.Executing;

/// <summary>
/// Finds the file of a program by PATH alone. .NET would look in the current folder first, where a file of a
/// collection may have the name of a program.
/// </summary>
internal static class ProgramFile
{
    /// <summary>The full path of a program.</summary>
    /// <param name="name">Its name, or a path to it.</param>
    /// <exception cref="ClipException">There is none, or it would be read by a shell.</exception>
    public static string Find(string name)
    {
        var path = name.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0
            ? WithExtensions(Path.GetFullPath(name)).FirstOrDefault(File.Exists)
            : Search(name);
        if (path is null)
            throw new ClipException(name, "is not a program", "check its name and the PATH");
        // cmd.exe would read the names of pictures as commands.
        return OperatingSystem.IsWindows() && Path.GetExtension(path).ToUpperInvariant() is ".BAT" or ".CMD"
            ? throw new ClipException(path, "is a batch file, which a shell reads", "name the program that it starts")
            : path;
    }

    private static string? Search(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified);
        return folders.SelectMany(folder => WithExtensions(Path.Combine(folder, name))).FirstOrDefault(IsProgram);
    }

    private static IEnumerable<string> WithExtensions(string path) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(path) ? [path + ".exe", path + ".com"] : [path];

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyoneExecutes) != 0);

    private const UnixFileMode AnyoneExecutes =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
