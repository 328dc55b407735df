namespace Clip.Cli.Output;

/// <summary>Shows paths as a shell user expects: relative below the current folder, absolute elsewhere.</summary>
internal static class DisplayPath
{
    public static string Of(string path)
    {
        // The address of a database stands in the place of a folder.
        if (path.StartsWith("postgres://", StringComparison.Ordinal))
            return path;
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        var isOutside = relative == ".." || Path.IsPathRooted(relative)
            || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (isOutside)
            return Path.GetFullPath(path);
        // The next program in a pipe would take a leading dash for an option.
        return relative.StartsWith('-') ? Path.Combine(".", relative) : relative;
    }
}
