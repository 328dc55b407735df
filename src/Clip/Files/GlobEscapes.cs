using System.Text;

namespace Clip.Files;

/// <summary>
/// What a backslash means in a glob. As in git and ripgrep, it makes the character behind it stand for itself; on
/// Windows, where it separates the names of paths, it does so in globs as well.
/// </summary>
internal static class GlobEscapes
{
    private const char Escape = '\\';

    /// <summary>Characters that mean something else than themselves somewhere in a glob.</summary>
    private const string Special = "*?[]{},\\";

    /// <summary>Whether a backslash separates names here.</summary>
    private static bool IsSeparator => OperatingSystem.IsWindows();

    /// <summary>A path or a glob with slashes between its names.</summary>
    public static string WithSlashes(string glob) => IsSeparator ? glob.Replace(Escape, '/') : glob;

    /// <summary>Whether a glob ends in a backslash with nothing behind it that could stand for itself.</summary>
    public static bool IsOpen(string glob) =>
        !IsSeparator && (glob.Length - glob.AsSpan().TrimEnd(Escape).Length) % 2 != 0;

    /// <summary>
    /// A glob that matches the same and has no backslash outside of sets: a set of one character stands for each one
    /// that would mean something else.
    /// </summary>
    public static string Resolve(string glob) => Resolve(glob, IsSeparator);

    /// <param name="glob">A glob.</param>
    /// <param name="isSeparator">Whether a backslash separates names.</param>
    internal static string Resolve(string glob, bool isSeparator)
    {
        if (!glob.Contains(Escape))
            return glob;
        if (isSeparator)
            return glob.Replace(Escape, '/');
        var resolved = new StringBuilder(glob.Length + 8);
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '[' && GlobSyntax.EndOfSet(glob.AsSpan(i)) is { } length)
            {
                resolved.Append(glob, i, length + 1);
                i += length;
            }
            else if (glob[i] == Escape)
            {
                // The last one, which has nothing behind it, stands for itself.
                AppendLiteral(resolved, i + 1 < glob.Length ? glob[++i] : Escape);
            }
            else
            {
                resolved.Append(glob[i]);
            }
        }
        return resolved.ToString();
    }

    /// <summary>The character of a set at a place, which moves behind it.</summary>
    public static char NextOfSet(ReadOnlySpan<char> set, ref int place)
    {
        if (set[place] == Escape && place + 1 < set.Length)
            place++;
        return set[place++];
    }

    private static void AppendLiteral(StringBuilder glob, char literal)
    {
        if (literal == Escape)
            glob.Append(@"[\\]");
        else if (Special.Contains(literal))
            glob.Append('[').Append(literal).Append(']');
        else
            glob.Append(literal);
    }
}
