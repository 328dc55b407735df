using System.IO.Enumeration;
using Clip.Files;

namespace Clip.Searching;

/// <summary>
/// The links in a folder and its subfolders that lead out of it. Only folders that are asked about are read, and each
/// again only after something in it has come, gone or been replaced.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class LeadingOut(SearchedFolder folder)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0 };
    private static readonly Links None = new(default, []);

    private readonly Dictionary<string, Links> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Link, Links Links)> _seen = new(StringComparer.Ordinal);
    private string? _root;

    /// <summary>The folder without links, as it is now; null where it cannot be resolved.</summary>
    public string? Root => Resolve(folder.Folder);

    /// <summary>Looks at the file system as it is now.</summary>
    public void Begin()
    {
        _seen.Clear();
        _root = Root;
    }

    /// <summary>Forgets what was read: a link may have got another target without being replaced.</summary>
    public void Forget() => _read.Clear();

    /// <summary>The link on the way to a file that leads out; null for none.</summary>
    /// <param name="path">A path in the folder, relative to the index's root and separated by <c>/</c>.</param>
    public string? Of(string path)
    {
        var (above, links) = Folder(Above(path));
        return above ?? (links.LeadOut.Contains(Name(path)) ? path : null);
    }

    /// <summary>The link on the way to a folder that leads out, or those in it.</summary>
    private (string? Link, Links Links) Folder(string path)
    {
        if (_seen.TryGetValue(path, out var known))
            return known;
        var link = path.Length > folder.Folder.Length ? Of(path) : null;
        return _seen[path] = (link, link is null ? Read(path) : None);
    }

    private Links Read(string path)
    {
        var full = folder.Location.Full(path);
        try
        {
            var changed = Directory.GetLastWriteTimeUtc(full);
            if (_read.TryGetValue(path, out var known) && known.Changed == changed)
                return known;
            var names = new FileSystemEnumerable<string>(
                full, static (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) =>
                    (entry.Attributes & FileAttributes.ReparsePoint) != 0,
            };
            var prefix = path.Length == 0 ? "" : path + "/";
            return _read[path] = new Links(changed, [.. names.Where(name => LeadsOut(prefix + name))]);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // What cannot be read now cannot be shown either.
            return None;
        }
    }

    private bool LeadsOut(string path) =>
        _root is { } root && Resolve(path) is { } real && !RealPath.IsWithin(real, root);

    private string? Resolve(string path) => RealPath.Resolve(folder.Location.Full(path));

    private static string Above(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private sealed record Links(DateTime Changed, HashSet<string> LeadOut);
}
