namespace Clip.Cli.Output;

/// <summary>Shows paths as a shell user expects: relative below the current folder, absolute elsewhere.</summary>
internal static class DisplayPath
{
    /// <summary>Whether it is the address of a database, which stands in the place of a folder.</summary>
    public static bool IsStore(string path) => path.StartsWith("postgres://", StringComparison.Ordinal);

    public static string Of(string path)
    {
        if (IsStore(path) || PictureBucket.IsAddress(path))
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
