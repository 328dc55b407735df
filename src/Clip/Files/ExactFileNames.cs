using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>
/// Checks whether a file exists under exactly the given name. File systems that ignore case or Unicode normalization
/// also find a file under its old name when only its case or normalization changed, and it would count as two files.
/// Listings are cached, so use an instance for one run only. Not thread-safe.
/// </summary>
internal sealed class ExactFileNames(string root)
{
    // The last folder listed at each depth. Paths come in order, so neighbors share it.
    private readonly List<(string Folder, HashSet<string> Names)> _listed = [];

    /// <summary>Whether the file exists under exactly this name, the names of its folders included.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public bool Exists(string relativePath)
    {
        // Most of these files are gone, and this check is cheaper than a listing.
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
            folder,
            static (ref FileSystemEntry entry) => entry.FileName.ToString(),
            new EnumerationOptions { AttributesToSkip = 0 })];
        _listed.Add((folder, names));
        return names;
    }
}
