using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Inputs;

/// <summary>A list of paths, one a line, in a file or on standard input.</summary>
internal static class PathList
{
    /// <summary>Reads a list.</summary>
    /// <param name="name">The file; <c>-</c> for standard input.</param>
    /// <returns>The full paths, each once.</returns>
    /// <exception cref="ClipException">The list cannot be read, or names nothing.</exception>
    public static IReadOnlyList<string> Read(string name)
    {
        var subject = $"--list {DisplayPath.Of(name)}";
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (var line in ListFile.Read(name, subject).Where(static line => line.Length > 0))
        {
            try
            {
                paths.Add(Path.GetFullPath(line));
            }
            catch (Exception error) when (error is ArgumentException or PathTooLongException)
            {
                throw new ClipException(subject, "is no text", "write a path a line", error);
            }
        }
        return paths.Count > 0
            ? [.. paths]
            : throw new ClipException(subject, "names no file", "write a path a line");
    }
}
