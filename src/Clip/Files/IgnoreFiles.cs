namespace Clip.Files;

/// <summary>
/// What a walk leaves out: the patterns that it was given, and those of the <c>.clipignore</c> files on its way. Such a
/// file has a pattern a line, as in <see cref="ExcludePatterns"/>, seen from the folder in which it lies; empty lines and
/// those that begin with '#' mean nothing.
/// </summary>
/// <remarks>Each file is read once, when the walk first asks about something in its folder. For one walk, not thread-safe.</remarks>
internal sealed class IgnoreFiles
{
    private const string Name = ".clipignore";

    /// <summary>More than anybody writes by hand; the file comes with the pictures and may hold anything.</summary>
    private const int MaxBytes = 1 << 20;

    private readonly string _root;
    private readonly ExcludePatterns _everywhere;
    private readonly Action<ClipException> _report;
    private readonly Dictionary<string, Rules?> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rules?>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="root">The walk's root.</param>
    /// <param name="everywhere">The patterns that the walk was given, seen from its root.</param>
    /// <param name="report">Gets an error for each file that cannot be read or understood.</param>
    public IgnoreFiles(string root, ExcludePatterns everywhere, Action<ClipException> report)
    {
        _root = root;
        _everywhere = everywhere;
        _report = report;
        _lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a file or folder is left out itself. The folders above it are asked about on their own.</summary>
    /// <param name="path">Relative to the root, with '/' and without one at its end.</param>
    public bool Match(string path)
    {
        if (_everywhere.Match(path))
            return true;
        for (var rules = RulesOf(ParentOf(path)); rules is not null; rules = rules.Above)
        {
            if (rules.Patterns.Match(path[rules.FolderLength..]))
                return true;
        }

        return false;
    }

    /// <summary>The rules that hold in a folder, the nearest first; null where there are none.</summary>
    private Rules? RulesOf(ReadOnlySpan<char> folder)
    {
        // Up to the first folder that is known, and down again. Paths that come from an index may have any number of folders.
        var unknown = new Stack<string>();
        Rules? rules;
        while (!_lookup.TryGetValue(folder, out rules))
        {
            unknown.Push(folder.ToString());
            // What lies outside of the root is not the root's to leave out.
            if (folder.IsEmpty || folder.SequenceEqual("..") || folder.EndsWith("/..", StringComparison.Ordinal))
                break;
            folder = ParentOf(folder);
        }

        while (unknown.TryPop(out var path))
        {
            if (Read(Path.Join(_root, path, Name)) is { } patterns)
                rules = new Rules(patterns, path.Length == 0 ? 0 : path.Length + 1, rules);
            _folders.Add(path, rules);
        }

        return rules;
    }

    private static ReadOnlySpan<char> ParentOf(ReadOnlySpan<char> path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    private ExcludePatterns? Read(string file)
    {
        try
        {
            if (!File.Exists(file) || RealPath.Resolve(file) is not { } real)
                return null;
            var length = new FileInfo(real).Length;
            // A pipe has no length, and is not opened, since it might never end.
            if (length == 0)
                return null;
            if (length > MaxBytes)
            {
                _report(new ClipException(file, $"is larger than {MaxBytes >> 20} MiB and leaves nothing out", "write fewer patterns"));
                return null;
            }

            List<string> patterns = [];
            foreach (var line in File.ReadLines(real).Select(static line => line.Trim()))
            {
                if (line.StartsWith('!'))
                    _report(new ClipException(file, $"has the line \"{line}\", which would take something in again", "leave out less instead"));
                else if (line.Length > 0 && line[0] != '#')
                    patterns.Add(line);
            }
            return new ExcludePatterns(patterns);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            _report(UnreadableFile.Describe(file, error));
            return null;
        }
    }

    /// <param name="Patterns">Seen from the folder.</param>
    /// <param name="FolderLength">How many characters of a path lead to the folder, the '/' behind it included.</param>
    /// <param name="Above">The rules of the next folder above it that has some.</param>
    private sealed record Rules(ExcludePatterns Patterns, int FolderLength, Rules? Above);
}
