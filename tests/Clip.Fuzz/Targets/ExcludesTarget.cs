using Clip.Files;

namespace Clip.Fuzz.Targets;

/// <summary>A .clipignore file, and paths that it may exclude.</summary>
internal static class ExcludesTarget
{
    public static FuzzTarget Target { get; } = new("excludes", Read)
    {
        Words = ["**", "**/", "/**/", "*", "?", "#", "!", "\\", "./", "../", "a", "a/b/c", "*.jpg", "\r\n"],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 2);
        Scratch.Write(".clipignore", parts[0]);
        var folder = Path.GetDirectoryName(Scratch.At(".clipignore"))!;
        var ignore = new IgnoreFiles(folder, new ExcludePatterns(["*.tmp"]), static _ => { });
        foreach (var path in (string[])["photos/2019/a.jpg", "a", .. InputParts.Text(parts[1]).Split('\n')])
        {
            if (IsPossible(path))
                ignore.Match(path);
        }
    }

    /// <summary>Whether a walk can encounter the path; patterns can be anything.</summary>
    private static bool IsPossible(string path) =>
        path.Length <= 4096 && !path.Contains('\0') && path.Split('/').All(static name => name.Length <= 255);
}
