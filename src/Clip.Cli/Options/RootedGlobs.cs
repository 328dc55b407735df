using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Options;

/// <summary>Makes globs that begin with the full path of a folder relative to it, as the library takes them.</summary>
internal static class RootedGlobs
{
    /// <summary>The glob as one of paths in a folder; <c>/raw</c> is already one.</summary>
    /// <param name="glob">The glob, with or without a leading <c>!</c>.</param>
    /// <param name="place">The index, and the folder of it that the glob is about.</param>
    /// <param name="option">The option that gives the glob, for errors.</param>
    /// <exception cref="ClipException">It is about another folder.</exception>
    public static string Of(string glob, IndexPlace place, string option)
    {
        var sign = glob.StartsWith('!') ? "!" : "";
        var path = GlobEscapes.WithSlashes(glob[sign.Length..]);
        var folder = GlobEscapes.WithSlashes(place.Location.Full(place.Folder)).TrimEnd('/') + "/";
        foreach (var start in (string[])[folder, GlobSyntax.Escape(folder), Escaped(folder)])
        {
            if (path.StartsWith(start, StringComparison.Ordinal) && path.Length > start.Length)
                return $"{sign}/{path[start.Length..]}";
        }
        return Path.IsPathFullyQualified(path) && IsElsewhere(path, folder)
            ? throw new ClipException(
                $"{option} {glob}", $"is not about {DisplayPath.Of(folder.TrimEnd('/'))}, the folder that is searched",
                "write it relative to that folder, or name another with --in")
            : glob;
    }

    /// <summary>A folder with a backslash before each character that means something in a glob.</summary>
    private static string Escaped(string folder) => string.Concat(
        folder.Select(static letter => @"*?[]{}\".Contains(letter) ? $@"\{letter}" : $"{letter}"));

    /// <summary>
    /// Whether the names before the first wildcard lead to an existing place of the file system, but to none in the
    /// folder.
    /// </summary>
    private static bool IsElsewhere(string glob, string folder)
    {
        var names = glob.Split('/').TakeWhile(static name => name.AsSpan().IndexOfAny(@"*?[{\") < 0);
        var path = string.Join('/', names);
        return path.Length > 1 && Path.Exists(path) && !Path.Exists(folder.TrimEnd('/') + path);
    }
}
