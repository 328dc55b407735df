namespace Clip.Files;

/// <summary>Makes a walk enter each real folder once, however many links lead to it.</summary>
internal sealed class FolderVisits
{
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly List<(string RealPath, string Path)> _starts;
    private readonly IgnoreFiles _ignored;
    private readonly Action<ClipException> _report;

    /// <param name="inputs">The real paths of the walk's input folders, and their paths relative to its root.</param>
    /// <param name="ignored">What the walk excludes.</param>
    /// <param name="report">Called with an error for each circular link.</param>
    public FolderVisits(
        IEnumerable<(string RealPath, string Path)> inputs, IgnoreFiles ignored, Action<ClipException> report)
    {
        _starts = [.. inputs];
        _ignored = ignored;
        _report = report;
    }

    /// <summary>Marks a real folder as entered; false if it was entered before.</summary>
    public bool Enter(string realPath) => _entered.Add(realPath);

    /// <summary>Resolves a link to a folder; true if the walk should enter the folder through this link.</summary>
    public bool EnterLink(string fullPath, string path, out string realPath)
    {
        realPath = "";
        if (RealPath.Resolve(fullPath) is not { } real)
        {
            _report(PictureStat.CircularLink(fullPath));
            return false;
        }

        if (IsReachedWithoutLink(real) || !_entered.Add(real))
            return false;
        _starts.Add((real, path));
        realPath = real;
        return true;
    }

    /// <summary>
    /// Whether the walk also reaches a folder without a link. If it entered such a folder through the link, adding a
    /// link would change the paths of pictures.
    /// </summary>
    private bool IsReachedWithoutLink(string real)
    {
        foreach (var (start, path) in _starts)
        {
            if (RealPath.IsWithin(real, start) && !IsSkipped(start, path, real))
                return true;
        }

        return false;
    }

    /// <summary>Whether a folder, or one between it and a start of the walk, is hidden or excluded.</summary>
    private bool IsSkipped(string start, string path, string real)
    {
        var below = real[start.Length..];
        foreach (var name in below.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = path.Length == 0 ? name : $"{path}/{name}";
            if (FolderEntry.IsHidden(name) || _ignored.Match(path))
                return true;
        }

        return false;
    }
}
