namespace Clip.Files;

/// <summary>
/// What a walk excludes: its own patterns, and those of the <c>.clipignore</c> files that it finds. Such a file holds
/// one pattern per line, as in <see cref="ExcludePatterns"/>, relative to the file's folder; empty lines and lines that
/// start with '#' are ignored. As in git, a <c>!</c> in front takes in again what an earlier line, or a file above,
/// leaves out, except below a folder that is left out itself; <c>\#</c> and <c>\!</c> begin a name, and <c>\</c> before
/// a blank at the end keeps it.
/// </summary>
/// <remarks>
/// Each file is read once, when an entry of its folder is first checked. For one walk; not thread-safe.
/// </remarks>
internal sealed class IgnoreFiles
{
    /// <summary>The name of such a file.</summary>
    public const string Name = ".clipignore";

    // Larger than any file written by hand; the file comes with the pictures and may contain anything.
    private const int MaxBytes = 1 << 20;

    private readonly string _root;
    private readonly ExcludePatterns _everywhere;
    private readonly Action<ClipException> _report;
    private readonly Dictionary<string, Rules?> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rules?>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="root">The walk's root.</param>
    /// <param name="everywhere">The walk's own patterns, relative to its root.</param>
    /// <param name="report">Called with an error for each file that cannot be read or parsed.</param>
    public IgnoreFiles(string root, ExcludePatterns everywhere, Action<ClipException> report)
    {
        _root = root;
        _everywhere = everywhere;
        _report = report;
        _lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// Whether a file or folder itself is excluded. Parent folders are not checked against the walk's own patterns.
    /// </summary>
    /// <param name="path">Relative to the root, separated by '/', without a trailing one.</param>
    public bool Match(string path)
    {
        if (_everywhere.Match(path))
            return true;
        for (var rules = RulesOf(ParentOf(path)); rules is not null; rules = rules.Above)
        {
            if (rules.Decide(path[rules.FolderLength..]) is { } isExcluded)
                return isExcluded;
        }

        return false;
    }

    /// <summary>Whether a file or one of the folders that hold it is excluded.</summary>
    public bool MatchAny(string path) => RelativePath.AnyLevel(path, Match);

    /// <summary>The rules that apply in a folder, the nearest first; null if there are none.</summary>
    private Rules? RulesOf(ReadOnlySpan<char> folder)
    {
        // Up to the nearest cached folder, and down again. A loop, because a stored path may have any number of
        // folders.
        var unknown = new Stack<string>();
        Rules? rules;
        while (!_lookup.TryGetValue(folder, out rules))
        {
            unknown.Push(folder.ToString());
            // The root's rules do not apply outside the root.
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

    private IReadOnlyList<PatternGroup>? Read(string file)
    {
        try
        {
            if (!Path.Exists(file) || RealPath.Resolve(file) is not { } real || FileStat.Of(real) is not { } stat)
                return null;
            if (stat.Kind != FileKind.Regular)
            {
                // Not opened: a pipe might never end.
                _report(new ClipException(
                    file, "is not a file, so nothing is excluded by it", "write patterns into one"));
                return null;
            }
            if (stat.Size > MaxBytes)
            {
                _report(new ClipException(
                    file, $"is larger than {MaxBytes >> 20} MiB and is ignored", "write fewer patterns"));
                return null;
            }

            return PatternGroup.Parse(File.ReadLines(real));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            _report(UnreadableFile.Describe(file, error));
            return null;
        }
    }

    /// <summary>The patterns of one folder, and those of its parents.</summary>
    /// <param name="Groups">Relative to the folder; the last that matches decides.</param>
    /// <param name="FolderLength">
    /// The length of the folder's path within a path below it, the trailing '/' included.
    /// </param>
    /// <param name="Above">The rules of the nearest parent folder that has any.</param>
    private sealed record Rules(IReadOnlyList<PatternGroup> Groups, int FolderLength, Rules? Above)
    {
        /// <summary>Whether a path is excluded or taken in; null where nothing matches it.</summary>
        public bool? Decide(string path)
        {
            for (var i = Groups.Count - 1; i >= 0; i--)
            {
                if (Groups[i].Patterns.Match(path))
                    return Groups[i].Excludes;
            }
            return null;
        }
    }

    /// <summary>Lines that follow each other and all exclude, or all take in again.</summary>
    private sealed record PatternGroup(ExcludePatterns Patterns, bool Excludes)
    {
        public static IReadOnlyList<PatternGroup> Parse(IEnumerable<string> lines)
        {
            List<(bool Excludes, List<string> Patterns)> groups = [];
            foreach (var line in lines.Select(Trim))
            {
                if (line.Length == 0 || line[0] == '#')
                    continue;
                var excludes = line[0] != '!';
                var pattern = line is ['!', ..] or ['\\', '!' or '#', ..] ? line[1..] : line;
                if (groups.Count == 0 || groups[^1].Excludes != excludes)
                    groups.Add((excludes, []));
                groups[^1].Patterns.Add(pattern);
            }
            return [.. groups.Select(static group => new PatternGroup(
                new ExcludePatterns(group.Patterns), group.Excludes))];
        }

        private static string Trim(string line)
        {
            var trimmed = line.Trim();
            return GlobEscapes.IsOpen(trimmed) && line.TrimStart().Length > trimmed.Length ? trimmed + " " : trimmed;
        }
    }
}
