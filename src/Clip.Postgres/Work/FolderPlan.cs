using Clip.Catalog;
using Clip.Files;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>Lists pictures, such as a walk of a folder.</summary>
/// <param name="report">Called with each one that cannot be used.</param>
/// <param name="onCaptionFile">Called with the path of each file that has a usual name of caption files.</param>
/// <param name="cancellationToken">Stops it.</param>
internal delegate IEnumerable<PictureFile> PictureListing(
    Action<ClipException> report, Action<string> onCaptionFile, CancellationToken cancellationToken);

/// <summary>
/// Compares the pictures of a folder or an object store with what the library knows, and writes those that are new or
/// have changed as chunks of work. The first chunks are small, so that a few hundred pictures keep several workers
/// busy.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
/// <param name="work">Where chunks are written.</param>
/// <param name="location">The library and its root.</param>
/// <param name="list">Lists the pictures.</param>
/// <param name="scope">The part of the root that is listed.</param>
internal sealed class FolderPlan(
    PostgresStore store, int library, WorkPlan work, IndexLocation location, PictureListing list, FolderScope scope)
{
    private const int ComparedTogether = 512;
    private const int RewrittenTogether = 512;
    private const int SmallestChunk = 16;
    private const int LargestChunk = 1024;
    private const int ChunksPerSize = 4;

    private readonly HashSet<ulong> _found = [];
    private readonly List<string> _next = [];
    private readonly Dictionary<string, int> _newFiles = new(StringComparer.Ordinal);
    private int _chunks;

    /// <summary>
    /// Says the hash of a file's content, where what identifies it may change though its content does not; null of one
    /// that cannot be read.
    /// </summary>
    public Func<PictureFile, UInt128?>? HashOf { get; init; }

    /// <summary>The work that is planned.</summary>
    public WorkPlan Work => work;

    /// <summary>Files that have not changed.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Unchanged files that could not be read by an earlier run.</summary>
    public long KnownFailures { get; private set; }

    /// <summary>Files that are planned, those that were already included.</summary>
    public long Planned { get; private set; }

    /// <summary>The files and folders that the walk could not read.</summary>
    public List<ClipException> Errors { get; } = [];

    /// <summary>The caption files that the walk found, relative to the root.</summary>
    public List<string> CaptionFiles { get; } = [];

    /// <summary>How many files the walk found directly in each folder that the library did not know.</summary>
    public IReadOnlyDictionary<string, int> NewFiles => _newFiles;

    /// <summary>Whether the walk found a path.</summary>
    public bool HasFound(string path) => _found.Contains(WorkPlan.KeyOf(path));

    /// <summary>Whether the walk found anything.</summary>
    public bool HasFoundAny => _found.Count > 0;

    /// <summary>Lists and plans.</summary>
    /// <param name="onPlanned">Called now and then with how many files were found.</param>
    /// <param name="cancellationToken">Stops the walk; what was planned stays planned.</param>
    public void Run(Action<long> onPlanned, CancellationToken cancellationToken)
    {
        RewriteWords(cancellationToken);
        List<PictureFile> page = [];
        var seen = 0L;
        foreach (var file in list(OnError, CaptionFiles.Add, cancellationToken))
        {
            _found.Add(WorkPlan.KeyOf(file.Path));
            page.Add(file);
            seen++;
            if (page.Count < ComparedTogether)
                continue;
            Compare(page);
            page.Clear();
            onPlanned(seen);
        }
        Compare(page);
        if (_next.Count > 0)
            WriteChunk();
        onPlanned(seen);
    }

    /// <summary>Writes the words of files again that an older program wrote.</summary>
    private void RewriteWords(CancellationToken cancellationToken)
    {
        while (store.Change(session => new LibraryWriter(session, library).RewriteWords(RewrittenTogether)) > 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Records what could not be read.</summary>
    /// <param name="report">Called with each.</param>
    public void Record(Action<ClipException> report)
    {
        Errors.ForEach(report);
        List<FailureRecord> failures =
        [
            .. Errors.Select(error => (Path: location.Relative(error.Subject), error.Problem))
                .Where(static failure => RelativePath.IsUnicode(failure.Path))
                .Select(static failure => new FailureRecord(failure.Path, 0, 0, failure.Problem)),
        ];
        if (failures.Count > 0)
            store.Change(session => new LibraryWriter(session, library).PutFailures(failures));
    }

    private void OnError(ClipException error)
    {
        Errors.Add(error);
        var path = location.Relative(error.Subject);
        _found.Add(WorkPlan.KeyOf(path));
        scope.AddUnreadable(path);
    }

    private void Compare(List<PictureFile> page)
    {
        if (page.Count == 0)
            return;
        string[] paths = [.. page.Select(static file => file.Path)];
        Dictionary<string, FileStamp> stamps;
        Dictionary<string, (long Size, long Modified, long Changed)> failures;
        using (var session = store.Begin(isSnapshot: true))
        {
            stamps = StoredFiles.FindStamps(session, library, paths);
            failures = session.Rows(
                static row => (row.GetString(0), (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
                "SELECT path, size, modified, changed FROM clip.failure WHERE library_id = $1 AND path = ANY($2)",
                library, paths).ToDictionary(StringComparer.Ordinal);
        }
        var kept = HashOf is null
            ? []
            : new KeptContents(store, library, HashOf).Find([.. page.Where(file =>
                stamps.TryGetValue(file.Path, out var stamp) && !IsUnchanged(stamp, file)
                && IsUnchanged(stamp, file with { Identity = stamp.Identity ?? default }))]);
        foreach (var file in page)
        {
            var isKnown = stamps.TryGetValue(file.Path, out var stamp);
            if (isKnown && (IsUnchanged(stamp, file) || kept.Contains(file.Path)))
                Unchanged++;
            else if (failures.TryGetValue(file.Path, out var failure) && failure.Size == file.Size
                && failure.Modified == file.ModifiedUtcTicks
                && (failure.Changed == 0 || failure.Changed == file.Identity.Changed))
                KnownFailures++;
            else
                Take(file.Path, isNew: !isKnown);
        }
    }

    private static bool IsUnchanged(FileStamp stamp, PictureFile file) =>
        !stamp.IsAbsent && stamp.Fits(file.Size, file.ModifiedUtcTicks, file.Identity)
        && (stamp.Sidecar is null || stamp.Sidecar == (file.SidecarSignature ?? ""))
        && (stamp.Xmp is null || stamp.Xmp == Sidecar.XmpPart(file.SidecarSignature));

    private void Take(string path, bool isNew)
    {
        Planned++;
        if (isNew)
        {
            var folder = path[..Math.Max(0, path.LastIndexOf('/'))];
            _newFiles[folder] = _newFiles.GetValueOrDefault(folder) + 1;
        }
        if (work.Has(path))
            return;
        _next.Add(path);
        if (_next.Count >= Math.Min(LargestChunk, (long)SmallestChunk << Math.Min(30, _chunks / ChunksPerSize)))
            WriteChunk();
    }

    private void WriteChunk()
    {
        work.Add(_next);
        _chunks++;
        _next.Clear();
    }
}
