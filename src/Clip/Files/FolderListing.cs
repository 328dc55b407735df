using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>The entries of one folder that a walk may need, and the walk's position among them.</summary>
internal sealed class FolderListing
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _path;
    private readonly string _fullPath;
    private readonly string _realPath;
    private readonly List<FolderEntry> _entries = [];
    // Sidecars by their usual names.
    private readonly Dictionary<string, ListedSidecar> _sidecars = new(Sidecar.NameComparer);
    private readonly List<string> _captionFiles = [];
    private int _next;

    private FolderListing(string path, string fullPath, string realPath)
    {
        _path = path;
        _fullPath = fullPath;
        _realPath = realPath;
    }

    /// <summary>Reads a folder. If that fails midway, the entries read so far are kept.</summary>
    /// <param name="path">Relative to the walk's root.</param>
    /// <param name="fullPath">The full path.</param>
    /// <param name="realPath">The path without links.</param>
    /// <param name="isWanted">Whether the walk needs a picture or folder, by its name; null if it needs all.</param>
    /// <param name="report">Called with an error if the folder cannot be read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static FolderListing Read(
        string path, string fullPath, string realPath, Predicate<string>? isWanted, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var listing = new FolderListing(path, fullPath, realPath);
        try
        {
            var entries = new FileSystemEnumerable<FolderEntry>(
                fullPath,
                static (ref entry) => FolderEntry.From(ref entry),
                Everything)
            {
                // Before a file is examined, which is most of the work in a large folder.
                ShouldIncludePredicate = (ref entry) => FolderEntry.IsWanted(ref entry)
                    && (isWanted is null || Sidecar.HasName(entry.FileName) || CaptionFileName.Is(entry.FileName)
                        || isWanted(entry.FileName.ToString())),
            };
            foreach (var entry in entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry.HasCaptionFileName)
                    listing._captionFiles.Add(listing.PathOf(entry));
                if (!entry.IsSidecar)
                    listing._entries.Add(entry);
                else
                    listing.Add(entry);
            }
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            report(UnreadableFile.Describe(fullPath, error));
        }

        listing._entries.Sort(static (a, b) => string.CompareOrdinal(a.SortKey, b.SortKey));
        return listing;
    }

    /// <summary>The paths of entries with a usual name of caption files, relative to the walk's root.</summary>
    public IReadOnlyList<string> CaptionFiles => _captionFiles;

    public bool TryNext(out FolderEntry entry)
    {
        entry = _next < _entries.Count ? _entries[_next] : default;
        return _next++ < _entries.Count;
    }

    /// <summary>The signature of a picture's sidecars; null if it has none.</summary>
    public string? SidecarSignatureOf(FolderEntry entry)
    {
        if (_sidecars.Count == 0)
            return null;
        var signature = Sidecar.SignatureFor(entry.Name, SignatureOf);
        return signature.Length > 0 ? signature : null;

        string? SignatureOf(string name) => _sidecars.TryGetValue(name, out var known)
            ? known.Signature ?? Sidecar.SignatureOf(Path.Join(_fullPath, known.Name), FullPathOf(entry))
            : null;
    }

    /// <summary>An entry's path relative to the walk's root.</summary>
    public string PathOf(FolderEntry entry) => _path.Length == 0 ? entry.Name : $"{_path}/{entry.Name}";

    public string FullPathOf(FolderEntry entry) => Path.Join(_fullPath, entry.Name);

    /// <summary>The real path of an entry that is not a link.</summary>
    public string RealPathOf(FolderEntry entry) => Path.Join(_realPath, entry.Name);

    /// <summary>
    /// Adds a sidecar. Of several whose names differ in the case of the extension, the one counts that is found first.
    /// </summary>
    private void Add(FolderEntry entry)
    {
        var signature = entry.IsLink ? null : Sidecar.SignatureOf(entry.Stat);
        var usual = Sidecar.UsualName(entry.Name);
        if (_sidecars.ContainsKey(usual) && Path.GetFileName(Sidecar.Find(_fullPath, usual)) != entry.Name)
            return;
        if (entry.IsLink || signature is not null)
            _sidecars[usual] = new ListedSidecar(entry.Name, signature);
        else
            _sidecars.Remove(usual);
    }

    /// <param name="Name">The name of the file.</param>
    /// <param name="Signature">Its signature; null for a link, which is examined together with its picture.</param>
    private readonly record struct ListedSidecar(string Name, string? Signature);
}
