namespace Clip.Files;

/// <summary>Sees to it that a walk enters each real folder once, however many links lead to it.</summary>
internal sealed class FolderVisits
{
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly List<(string RealPath, string Path)> _starts;
    private readonly IgnoreFiles _ignored;
    private readonly Action<ClipException> _report;

    /// <param name="inputs">The real paths of the walk's own folders, and their paths from its root.</param>
    /// <param name="ignored">What the walk leaves out.</param>
    /// <param name="report">Gets an error for each link that leads in a circle.</param>
    public FolderVisits(IEnumerable<(string RealPath, string Path)> inputs, IgnoreFiles ignored, Action<ClipException> report)
    {
        _starts = [.. inputs];
        _ignored = ignored;
        _report = report;
    }

    /// <summary>Whether a real folder is entered for the first time.</summary>
    public bool Enter(string realPath) => _entered.Add(realPath);

    /// <summary>Whether the folder that a link leads to is entered, for the first time and through this link.</summary>
    public bool EnterLink(string fullPath, string path, out string realPath)
    {
        realPath = "";
        if (RealPath.Resolve(fullPath) is not { } real)
        {
            _report(PictureStat.CircularLink(fullPath));
            return false;
        }

        if (IsReachedAnyway(real) || !_entered.Add(real))
            return false;
        _starts.Add((real, path));
        realPath = real;
        return true;
    }

    /// <summary>
    /// Whether the walk comes to a folder, sooner or later, without a link. Were the link entered first, the pictures'
    /// paths would change with every link that somebody adds.
    /// </summary>
    private bool IsReachedAnyway(string real)
    {
        foreach (var (start, path) in _starts)
        {
            if (RealPath.IsWithin(real, start) && !IsPassedOver(start, path, real))
                return true;
        }

        return false;
    }

    /// <summary>Whether a folder between a start of the walk and another folder, that one included, is hidden or excluded.</summary>
    private bool IsPassedOver(string start, string path, string real)
    {
        foreach (var name in real[start.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = path.Length == 0 ? name : $"{path}/{name}";
            if (FolderEntry.IsHidden(name) || _ignored.Match(path))
                return true;
        }

        return false;
    }
}
