using System.IO.Enumeration;

namespace Clip.Files;

/// <summary>What one folder holds that a walk may want, and how far the walk has come in it.</summary>
internal sealed class FolderListing
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _path;
    private readonly string _fullPath;
    private readonly string _realPath;
    private readonly List<FolderEntry> _entries = [];
    // Sizes and times of texts by their names; null for a link, which is looked at with its picture.
    private readonly Dictionary<string, string?> _texts = new(Sidecar.NameComparer);
    private int _next;

    private FolderListing(string path, string fullPath, string realPath)
    {
        _path = path;
        _fullPath = fullPath;
        _realPath = realPath;
    }

    /// <summary>Reads a folder. Where that fails midway, what came before is kept.</summary>
    public static FolderListing Read(string path, string fullPath, string realPath, Action<ClipException> report, CancellationToken cancellation)
    {
        var listing = new FolderListing(path, fullPath, realPath);
        try
        {
            var entries = new FileSystemEnumerable<FolderEntry>(
                fullPath,
                static (ref entry) => FolderEntry.From(ref entry),
                Everything)
            {
                ShouldIncludePredicate = static (ref entry) => FolderEntry.IsWanted(ref entry),
            };
            foreach (var entry in entries)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!entry.IsText)
                    listing._entries.Add(entry);
                else if (entry.IsLink)
                    listing._texts[entry.Name] = null;
                else if (Sidecar.SignatureOf(entry.Size, entry.ModifiedUtcTicks) is { } signature)
                    listing._texts[entry.Name] = signature;
            }
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            report(UnreadableFile.Describe(fullPath, error));
        }

        listing._entries.Sort(static (a, b) => string.CompareOrdinal(a.SortKey, b.SortKey));
        return listing;
    }

    public bool TryNext(out FolderEntry entry)
    {
        entry = _next < _entries.Count ? _entries[_next] : default;
        return _next++ < _entries.Count;
    }

    /// <summary>Sizes and times of the texts beside a picture; null where there are none.</summary>
    public string? SidecarSignatureOf(FolderEntry entry)
    {
        if (_texts.Count == 0)
            return null;
        var (brief, full) = Sidecar.NamesFor(entry.Name);
        return Sidecar.Signature(SignatureOf(brief), SignatureOf(full)) is { Length: > 0 } signature ? signature : null;

        string? SignatureOf(string text) =>
            _texts.TryGetValue(text, out var known) ? known ?? Sidecar.SignatureOf(Path.Join(_fullPath, text), FullPathOf(entry)) : null;
    }

    /// <summary>An entry's path from the walk's root.</summary>
    public string PathOf(FolderEntry entry) => _path.Length == 0 ? entry.Name : $"{_path}/{entry.Name}";

    public string FullPathOf(FolderEntry entry) => Path.Join(_fullPath, entry.Name);

    /// <summary>Where an entry that is no link really lies.</summary>
    public string RealPathOf(FolderEntry entry) => Path.Join(_realPath, entry.Name);
}
