using Clip.Catalog;

namespace Clip.Indexing;

/// <summary>
/// Which part of an index's folder a run answers for: what it was told to take in, less what it could not look into.
/// Only there does a file that the run did not come by count as gone.
/// </summary>
internal sealed class FolderScope
{
    private readonly IndexLocation _location;
    private readonly List<string> _within;
    private readonly List<string> _unread = [];

    /// <param name="location">The index.</param>
    /// <param name="paths">What the run takes in; empty for the whole folder.</param>
    /// <exception cref="FolderException">A path is missing.</exception>
    /// <exception cref="ClipException">A path lies outside the index's folder.</exception>
    public FolderScope(IndexLocation location, IReadOnlyList<string> paths)
    {
        _location = location;
        _within = [.. paths.Select(Inside)];
    }

    /// <summary>Notes a file or folder that the run could not look into: what it holds is unknown, not gone.</summary>
    public void CouldNotRead(string relativePath) => _unread.Add(relativePath);

    /// <summary>Whether the run answers for a path of the index.</summary>
    public bool Covers(string relativePath) =>
        (_within.Count == 0 || _within.Exists(folder => IsIn(relativePath, folder)))
        && !_unread.Exists(folder => IsIn(relativePath, folder) && relativePath.Length > folder.Length);

    private string Inside(string path)
    {
        var relative = _location.Relative(Path.GetFullPath(path));
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
            throw new ClipException(path, $"is not in {_location.Root}, the folder that is indexed", "name paths inside it, or index another folder with --in");
        return File.Exists(path) || Directory.Exists(path) ? relative : throw FolderException.Missing(path);
    }

    private static bool IsIn(string path, string folder) =>
        folder is "." or ""
        || (path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/'));
}
