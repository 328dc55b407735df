using Clip.Indexing;

namespace Clip.Fuzz.Targets;

/// <summary>A .clipignore file, and paths that it may leave out.</summary>
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
        var ignore = new IgnoreFiles(Path.GetDirectoryName(Scratch.At(".clipignore"))!, new ExcludePatterns(["*.tmp"]), static _ => { });
        foreach (var path in (string[])["photos/2019/a.jpg", "a", .. InputParts.Text(parts[1]).Split('\n')])
        {
            if (!path.Contains('\0'))
                ignore.Match(path);
        }
    }
}
