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
        try
        {
            using var reader = name == "-" ? Console.In : new StreamReader(name);
            HashSet<string> paths = new(StringComparer.Ordinal);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0)
                    paths.Add(Path.GetFullPath(line));
            }
            return paths.Count > 0
                ? [.. paths]
                : throw new ClipException($"--list {DisplayPath.Of(name)}", "names no file", "write a path a line");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(
                $"--list {DisplayPath.Of(name)}", $"cannot be read ({error.Message.TrimEnd('.')})", null, error);
        }
    }
}
