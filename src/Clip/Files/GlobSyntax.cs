namespace Clip.Files;

/// <summary>
/// The form of globs of paths: <c>*</c>, <c>?</c> and <c>[a-z]</c> match within a name, <c>**</c> any number of
/// folders, and <c>{a,b}</c> stands for either text. What a backslash means, <see cref="GlobEscapes"/> says.
/// </summary>
internal static class GlobSyntax
{
    // More than anybody writes; nested alternatives multiply.
    private const int MostAlternatives = 1024;

    /// <summary>What is wrong with a glob, or null.</summary>
    /// <param name="glob">A glob, without a leading <c>!</c>.</param>
    public static string? ProblemOf(string glob)
    {
        ArgumentNullException.ThrowIfNull(glob);
        if (!glob.AsSpan().ContainsAnyExcept(" /\\."))
            return "matches nothing; write *.png, 2019/** or thumbnails";
        if (GlobEscapes.IsOpen(glob))
            return "ends in a \\ with nothing behind it; write \\\\ for a backslash";
        glob = GlobEscapes.Resolve(glob);
        if (HasOpenSet(glob))
            return "has a [ without a ] behind it; write [[] for a bracket";
        if (glob.Split('/').Contains(".."))
            return "leads out of the folder; write it relative to the folder";
        return Expand(glob).Count switch
        {
            0 => "has a { without a } behind it; write [{] for a brace",
            > MostAlternatives => $"stands for more than {MostAlternatives} globs; write several",
            _ => null,
        };
    }

    /// <summary>The glob that matches a text, with slashes between its names, and nothing else.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(
            static letter => "*?[{".Contains(letter) ? $"[{letter}]" : letter == '\\' ? @"[\\]" : $"{letter}"));
    }

    /// <summary>
    /// The globs without braces that a glob without escapes stands for; none where a brace is not closed. Braces in a
    /// set stand for themselves.
    /// </summary>
    internal static List<string> Expand(string glob)
    {
        List<string> expanded = [];
        List<string> pending = [glob];
        while (pending.Count > 0 && expanded.Count + pending.Count <= MostAlternatives + 1)
        {
            var next = pending[^1];
            pending.RemoveAt(pending.Count - 1);
            var start = IndexOf(next, '{');
            if (start < 0)
            {
                expanded.Add(next);
                continue;
            }
            if (Alternatives(next, start) is not var (alternatives, end))
                return [];
            // As in a shell, braces around a single text stand for themselves.
            IEnumerable<string> between = alternatives is [var only] ? [$"[{{]{only}[}}]"] : alternatives;
            pending.AddRange(between.Reverse().Select(text => $"{next[..start]}{text}{next[end..]}"));
        }
        return [.. expanded, .. pending];
    }

    /// <summary>The place of the bracket that closes the set that a glob begins with, or null.</summary>
    internal static int? EndOfSet(ReadOnlySpan<char> glob)
    {
        // A bracket that comes first in a set is one of its characters.
        var first = glob.Length > 1 && glob[1] is '!' or '^' ? 2 : 1;
        for (var i = first; i < glob.Length && glob[i] != '/';)
        {
            if (glob[i] == ']' && i > first)
                return i;
            if (GlobEscapes.NextOfSet(glob, ref i) == '/')
                break;
        }
        return null;
    }

    /// <summary>The texts between a brace and the one that closes it, and the place behind that.</summary>
    private static (List<string> Texts, int End)? Alternatives(string glob, int start)
    {
        List<string> texts = [];
        var (depth, from) = (0, start + 1);
        for (var i = start; i < glob.Length; i++)
        {
            if (glob[i] == '[' && EndOfSet(glob.AsSpan(i)) is { } length)
            {
                i += length;
                continue;
            }
            depth += glob[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 || (depth == 1 && glob[i] == ','))
            {
                texts.Add(glob[from..i]);
                from = i + 1;
            }
            if (depth == 0)
                return (texts, i + 1);
        }
        return null;
    }

    /// <summary>The first place of a character outside of sets, or -1.</summary>
    private static int IndexOf(string glob, char wanted)
    {
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '[' && EndOfSet(glob.AsSpan(i)) is { } length)
                i += length;
            else if (glob[i] == wanted)
                return i;
        }
        return -1;
    }

    // Sets that are closed are passed over.
    private static bool HasOpenSet(string glob) => IndexOf(glob, '[') >= 0;
}
