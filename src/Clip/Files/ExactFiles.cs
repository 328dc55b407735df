using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>
/// Tells whether a file is there under exactly the name that the index has. Where capitals do not matter, or how an
/// accent is written, a file that was only renamed in that is found under its old name too, and would seem to be two.
/// Keeps what it has listed, so an instance serves one run. Not thread-safe.
/// </summary>
internal sealed class ExactFiles(string root)
{
    // The folder listed last at each depth: paths come in order, so neighbours share it.
    private readonly List<(string Folder, HashSet<string> Names)> _listed = [];

    /// <param name="relativePath">Relative to the index's root, separated by <c>/</c>.</param>
    public bool Exists(string relativePath)
    {
        // Most names that are asked for are gone, and one look tells.
        if (!File.Exists(Path.Combine(root, relativePath)))
            return false;
        var (folder, depth) = (root, 0);
        foreach (var name in relativePath.Split('/'))
        {
            if (name is not (".." or ".") && !Names(folder, depth++).Contains(name))
                return false;
            folder = Path.Combine(folder, name);
        }
        return true;
    }

    private HashSet<string> Names(string folder, int depth)
    {
        if (depth < _listed.Count && _listed[depth].Folder == folder)
            return _listed[depth].Names;
        _listed.RemoveRange(depth, _listed.Count - depth);
        HashSet<string> names = [.. new FileSystemEnumerable<string>(
            folder, static (ref FileSystemEntry entry) => entry.FileName.ToString(), new EnumerationOptions { AttributesToSkip = 0 })];
        _listed.Add((folder, names));
        return names;
    }
}
