using System.Buffers;

namespace Clip.Hub;

/// <summary>
/// Checks the file names that a hub lists before they become paths on this machine. The rules are the same on every
/// system, because a cache may be moved to another one.
/// </summary>
internal static class RepositoryPath
{
    private const int MaxLength = 1024;
    private const int MaxPart = 255;

    private static readonly SearchValues<char> ForbiddenOnWindows = SearchValues.Create("<>:\"|?*");

    private static readonly HashSet<string> ReservedOnWindows = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>
    /// Whether the name stays inside the folder that it is combined with, by the rules of Unix and of Windows. Other
    /// names in a hub's list are an attack.
    /// </summary>
    public static bool IsContained(string path)
    {
        if (path.Length is 0 or > MaxLength || path.Any(char.IsControl))
            return false;
        if (path.Contains('\\', StringComparison.Ordinal))
            return false;
        if (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]))
            return false;
        foreach (var part in path.Split('/'))
        {
            if (part.Length is 0 or > MaxPart || part is "." or "..")
                return false;
        }
        return true;
    }

    /// <summary>Whether the name is contained and can be a file's name on every system.</summary>
    public static bool IsPortable(string path)
    {
        if (!IsContained(path) || path.AsSpan().ContainsAny(ForbiddenOnWindows))
            return false;
        foreach (var part in path.Split('/'))
        {
            // Windows removes a trailing dot or space, and CON.json is the console.
            if (part[^1] is '.' or ' ' || ReservedOnWindows.Contains(part.Split('.')[0].TrimEnd()))
                return false;
        }
        return true;
    }
}
