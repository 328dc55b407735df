using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Files;
using Clip.Metadata;

namespace Clip.Indexing.Runs;

/// <summary>
/// What the index held before the run, and which of its files the walk has found. It reads only, so an index that is up
/// to date is never opened for writing.
/// </summary>
internal sealed class KnownFiles : IDisposable
{
    // More would take too much memory.
    private const long MostFailuresKept = 10_000;

    private readonly EmbeddedIndex? _index;
    private readonly KnownStamps? _stamps;
    private readonly Lazy<Dictionary<string, FailureRecord>?> _failures;
    private readonly HashSet<ulong> _found = [];
    private readonly long _fileCount;
    private readonly long _failureCount;
    private readonly List<string> _returned = [];
    private readonly Dictionary<string, int> _newFiles = new(StringComparer.Ordinal);
    private long _filesFound;
    private long _failuresFound;

    private KnownFiles(EmbeddedIndex? index, IndexModel model)
    {
        _index = index;
        _stamps = index is null ? null : new KnownStamps(index);
        _failures = new Lazy<Dictionary<string, FailureRecord>?>(() => _failureCount > MostFailuresKept
            ? null
            : index!.Failures().ToDictionary(static failure => failure.Path, StringComparer.Ordinal));
        IndexModel = model;
        _fileCount = index?.FileCount ?? 0;
        _failureCount = index?.FailureCount ?? 0;
    }

    /// <summary>The model and decode mode that the index has, or will have when it is created.</summary>
    public IndexModel IndexModel { get; }

    /// <summary>How JPEGs are decoded for this index.</summary>
    public DecodeMode Decode => DecodeModeWords.Parse(IndexModel.Decode) ?? DecodeMode.Fast;

    /// <summary>How the model was asked for that the index was made with; null where that is not known.</summary>
    public ModelOrigin? ModelOrigin => _index?.ModelOrigin();

    /// <summary>Whether there was an index before the run.</summary>
    public bool Exists => _index is not null;

    /// <summary>The number of files in the index.</summary>
    public long FileCount => _fileCount;

    /// <summary>Files that an earlier run did not find but kept, and that the walk found now.</summary>
    public IReadOnlyList<string> Returned => _returned;

    /// <summary>How many files the walk found directly in each folder that the index did not know.</summary>
    public IReadOnlyDictionary<string, int> NewFiles => _newFiles;

    /// <summary>The number of captions in the index.</summary>
    public long CaptionCount => _index?.CaptionCount ?? 0;

    /// <summary>The number of vectors that nothing refers to.</summary>
    public long DeadCount => _index?.DeadCount ?? 0;

    /// <summary>Whether compaction would free enough space to be worth its time.</summary>
    public bool IsWorthCompacting => _index?.IsWorthCompacting ?? false;

    /// <summary>Whether the index has files but the walk found none, as when a drive is not mounted.</summary>
    public bool FoundNothing => _fileCount > 0 && _found.Count == 0;

    /// <summary>Whether the walk found every file and every failure of the index.</summary>
    public bool FoundAll => _filesFound == _fileCount && _failuresFound == _failureCount;

    /// <summary>
    /// Whether metadata of some pictures or sidecars are to be read, or the index has an older format.
    /// </summary>
    public bool HasUnreadMetadata =>
        _index is not null && (_index.HasUndescribed() || Read(IndexNotes.SidecarReader) < MetadataReader.Version);

    /// <summary>Whether the captions of some pictures were never read, or the index has an older format.</summary>
    public bool HasUnreadCaptions => _index?.HasUnreadCaptions() ?? false;

    /// <summary>The caption files that the index has captions of.</summary>
    public IReadOnlyList<CaptionFileRecord> CaptionFiles => _index?.CaptionFiles() ?? [];

    /// <summary>Opens the index for reading, if there is one.</summary>
    /// <param name="location">The index.</param>
    /// <param name="model">The model whose vectors it must hold.</param>
    /// <param name="decode">How its JPEGs must be decoded; null for the mode of the index.</param>
    /// <exception cref="IndexException">
    /// The index cannot be read, or belongs to another model or decode mode.
    /// </exception>
    public static KnownFiles Open(IndexLocation location, ClipModel model, DecodeMode? decode)
    {
        var wanted = new IndexModel(
            model.Name, model.Fingerprint, model.Dimensions, (decode ?? DecodeMode.Fast).Word());
        if (!PictureIndex.Exists(location))
            return new KnownFiles(null, wanted);

        var index = EmbeddedIndex.Open(location, wanted);
        if (decode is not null && index.Model.Decode != wanted.Decode)
        {
            using (index)
                throw IndexException.OtherDecodeMode(location.Directory, index.Model.Decode, wanted.Decode);
        }
        return new KnownFiles(index, index.Model);
    }

    /// <summary>Marks a file as found by the walk, and compares it with what the index knows about it.</summary>
    public KnownState Compare(PictureFile file)
    {
        var stamp = _stamps?.Find(file.Path);
        var failure = _failureCount == 0 ? null
            : _failures.Value is { } all ? all.GetValueOrDefault(file.Path)
            : _index?.FindFailure(file.Path);
        if (_found.Add(PathKey(file.Path)))
        {
            _filesFound += stamp is null ? 0 : 1;
            if (stamp is { IsAbsent: true })
                _returned.Add(file.Path);
            if (stamp is null && _fileCount > 0)
                CountNew(file.Path);
            _failuresFound += failure is null ? 0 : 1;
        }
        if (stamp is { } known && known.Fits(file.Size, file.ModifiedUtcTicks, file.Identity))
        {
            var isSameSidecar = (known.Sidecar is null || known.Sidecar == (file.SidecarSignature ?? ""))
                && (known.Xmp is null || known.Xmp == Sidecar.XmpPart(file.SidecarSignature));
            return !isSameSidecar ? KnownState.SidecarChanged
                : known.Identity is null || known.IsAbsent ? KnownState.Unidentified
                : KnownState.Unchanged;
        }
        return failure is not null && failure.Size == file.Size && failure.ModifiedUtcTicks == file.ModifiedUtcTicks
            && (failure.Changed == 0 || failure.Changed == file.Identity.Changed)
            ? KnownState.Unreadable
            : KnownState.Changed;
    }

    /// <summary>Why a file could not be read by an earlier run, or null.</summary>
    public FailureRecord? Failure(string path) => _index?.FindFailure(path);

    /// <summary>The picture with this content, or null. Thread-safe.</summary>
    public KnownPicture? FindContent(UInt128 hash)
    {
        if (_index is null)
            return null;
        // The vector is read now, because the run may replace the last file with this content before it is stored.
        var vector = new float[IndexModel.Dimensions];
        if (_index.FindPicture(hash) is not null && _index.ReadContent(hash, vector) is { } file)
            return new KnownPicture(file.Width, file.Height, vector);
        return _index.ReadDeparted(hash, vector) is { } size
            ? new KnownPicture(size.Width, size.Height, vector)
            : null;
    }

    /// <summary>The files that the index knew before the run, and whether the walk found them.</summary>
    public IEnumerable<(string Path, bool IsFound, bool WasAbsent)> Files() =>
        _index?.Files().Select(file => (file.Path, _found.Contains(PathKey(file.Path)), file.IsAbsent)) ?? [];

    /// <summary>Likewise those of some paths, or in a folder that is one of them.</summary>
    /// <param name="paths">Relative to the root, separated by <c>/</c>.</param>
    public IEnumerable<(string Path, bool IsFound, bool WasAbsent)> FilesAt(IEnumerable<string> paths)
    {
        if (_index is null)
            return [];
        List<FileRecord> files = [];
        foreach (var path in paths)
        {
            if (_index.FindFile(path) is { } file)
                files.Add(file);
            else
                files.AddRange(_index.FilesIn(path));
        }
        return files.DistinctBy(static file => file.Path)
            .Select(file => (file.Path, _found.Contains(PathKey(file.Path)), file.IsAbsent));
    }

    /// <summary>The failures in the index whose files the walk did not find.</summary>
    public IEnumerable<string> FailuresNotFound() => _index is null || _failuresFound == _failureCount
        ? []
        : _index.Failures().Select(static failure => failure.Path).Where(path => !_found.Contains(PathKey(path)));

    /// <summary>The folders at which another volume begins, and which volume, as earlier runs found them.</summary>
    public IReadOnlyList<(string Path, string Identity)> Volumes() => _index?.Volumes() ?? [];

    /// <summary>
    /// Whether the index has files in a folder but the walk found none of them, as when a drive is not mounted there.
    /// </summary>
    /// <param name="folder">Relative to the root, with a '/' at its end; empty for the root.</param>
    public bool FoundNothingIn(string folder)
    {
        var has = false;
        foreach (var file in _index?.Files() ?? [])
        {
            if (!file.Path.StartsWith(folder, StringComparison.Ordinal))
                continue;
            if (_found.Contains(PathKey(file.Path)))
                return false;
            has = true;
        }
        return has;
    }

    /// <summary>The value of a note.</summary>
    public T Read<T>(Note<T> note) => note.ValueOf(_index?.Note(note.Name));

    public void Dispose() => _index?.Dispose();

    private void CountNew(string path)
    {
        var folder = path[..Math.Max(0, path.LastIndexOf('/'))];
        _newFiles[folder] = _newFiles.GetValueOrDefault(folder) + 1;
    }

    // Eight bytes per path instead of the path itself: a run over a million files keeps 20 MB, not 200.
    private static ulong PathKey(string path) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path.AsSpan()));
}
