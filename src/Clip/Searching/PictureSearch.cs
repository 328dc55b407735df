using System.Diagnostics;
using Clip.Searching;
using Clip.Telemetry;

namespace Clip;

/// <summary>
/// Answers requests about the pictures of one folder, or of several together: nearest pictures to a query, pictures
/// similar to a picture, captions of a picture. Updates the indexes first where a request asks for it. Every user
/// interface shares this layer.
/// </summary>
/// <remarks>
/// Thread-safe: keep one for an index and send it any number of requests at a time. Updates run one after the other;
/// requests that do not ask for an update never wait for one. The index is opened with the first request, and each
/// answer comes from one snapshot of it: the latest commit when the query was encoded. The model must live as long as
/// this object. Disposing of it ends the requests that are running with <see cref="ObjectDisposedException"/>; what an
/// update has encoded until then is kept.
/// </remarks>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// using var search = new PictureSearch(model, IndexLocation.For("gallery"));
/// var answer = await search.SearchAsync(new SearchRequest("a dog") { TopK = 5, Update = new IndexerOptions() });
/// </code></example>
public sealed partial class PictureSearch : IDisposable
{
    private readonly ClipModel _model;
    private readonly SearchedIndex[] _indexes;
    private readonly CancellationTokenSource _disposal = new();
    private readonly CancellationToken _disposed;
    private readonly CalibrationQueries _otherQueries;

    /// <summary>Prepares to search. Nothing is read yet.</summary>
    /// <param name="model">The model to encode queries with; the caller disposes of it.</param>
    /// <param name="location">The folder and its index.</param>
    public PictureSearch(ClipModel model, IndexLocation location)
        : this(model, [new SearchedFolder(location)])
    {
    }

    /// <summary>Prepares to search a folder whose index is inside it. Nothing is read yet.</summary>
    /// <param name="model">The model to encode queries with; the caller disposes of it.</param>
    /// <param name="folder">The folder that the pictures are in.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public PictureSearch(ClipModel model, string folder)
        : this(model, IndexLocation.For(folder))
    {
    }

    /// <summary>Prepares to search several folders together. Nothing is read yet.</summary>
    /// <param name="model">The model to encode queries with, and of all indexes; the caller disposes of it.</param>
    /// <param name="folders">The folders and their indexes, at least one and each once.</param>
    /// <exception cref="ArgumentException">There is none, or one occurs twice.</exception>
    public PictureSearch(ClipModel model, IReadOnlyList<SearchedFolder> folders)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(folders);
        if (folders.Count == 0 || folders.Distinct().Count() < folders.Count)
            throw new ArgumentException("There is no folder, or one occurs twice.", nameof(folders));
        _model = model;
        _disposed = _disposal.Token;
        _otherQueries = new CalibrationQueries(model);
        _indexes = [.. folders.Select(folder => new SearchedIndex(model, folder))];
    }

    /// <summary>The folder and its index; of several folders the first.</summary>
    public IndexLocation Location => _indexes[0].Folder.Location;

    /// <summary>
    /// The index as a reader sees it, opened with the first call; of several folders that of the first. This object
    /// disposes of it.
    /// </summary>
    /// <exception cref="IndexException">There is none, it is damaged, or it holds another model's vectors.</exception>
    public PictureIndex OpenIndex() => _indexes[0].Open();

    /// <summary>
    /// Updates the indexes. If that is impossible now but there is an index to search, for example because another
    /// program writes it, the observer gets a notice and the call succeeds. Files that could not be read are reported
    /// once and not with every update; the index is never compacted.
    /// </summary>
    /// <param name="options">
    /// What to index and how long to wait for another writer; null for the whole folder.
    /// <see cref="IndexerOptions.RepeatErrors"/> and <see cref="IndexerOptions.Compact"/> are not read.
    /// </param>
    /// <param name="observer">Follows the update.</param>
    /// <param name="cancellationToken">Stops the update; what was encoded until then is kept.</param>
    /// <returns>
    /// What the update did, or null if the index could not be updated; of several folders, the report of the first.
    /// </returns>
    /// <exception cref="FolderException">
    /// The folder is missing or holds no pictures, and there is no index of it.
    /// </exception>
    /// <exception cref="IndexException">The index can neither be updated nor searched.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public Task<IndexReport?> UpdateAsync(
        IndexerOptions? options = null, SearchObserver? observer = null,
        CancellationToken cancellationToken = default)
    {
        var notices = new NoticeLog(observer);
        var chosen = options?.Clone() ?? new IndexerOptions();
        return RunAsync("index", token => UpdateAllAsync(chosen, notices, token), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_disposal)
        {
            if (_disposed.IsCancellationRequested)
                return;
            _disposal.Cancel();
            _disposal.Dispose();
        }
        foreach (var index in _indexes)
            index.Dispose();
    }

    /// <summary>Runs a request on the thread pool, until this is disposed.</summary>
    private Task<T> RunAsync<T>(
        string operation, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return Task.Run(Run, cancellationToken);

        async Task<T> Run()
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed);
            using var call = MeasuredCall.Search(operation, _model.Name);
            var started = Stopwatch.GetTimestamp();
            try
            {
                var answer = await request(stop.Token).ConfigureAwait(false);
                call?.Complete();
                var elapsed = Stopwatch.GetElapsedTime(started);
                ClipLog.Answered(_model.Logger, operation, elapsed.TotalMilliseconds);
                return answer;
            }
            catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(error.Message, error, cancellationToken);
            }
            catch (Exception error) when (
                _disposed.IsCancellationRequested && error is OperationCanceledException or ObjectDisposedException)
            {
                throw new ObjectDisposedException(nameof(PictureSearch));
            }
        }
    }

    // On another thread from its first step on: opening an index is work too.
    private Task UpdateIfAskedAsync(
        IndexerOptions? options, NoticeLog notices, CancellationToken cancellationToken) => options is null
        ? Task.CompletedTask
        : Task.Run(() => UpdateAllAsync(options, notices, cancellationToken), cancellationToken);

    /// <summary>
    /// Updates one index after the other, because each update keeps all cores busy. Of several folders, those that have
    /// neither pictures nor an index, such as one whose drive is away, are left out.
    /// </summary>
    private async Task<IndexReport?> UpdateAllAsync(
        IndexerOptions options, NoticeLog notices, CancellationToken cancellationToken)
    {
        IndexReport? first = null;
        var leftOut = 0;
        foreach (var index in _indexes)
        {
            try
            {
                var report = await index.Updater.RunAsync(options, notices, cancellationToken).ConfigureAwait(false);
                if (index == _indexes[0])
                    first = report;
            }
            catch (FolderException error) when (++leftOut < _indexes.Length)
            {
                notices.Add(new SearchNotice.FolderLeftOut(error));
            }
        }
        return first;
    }

    /// <summary>The indexes to search: all, or of several those that exist, if any does.</summary>
    private IReadOnlyList<SearchedIndex> Searchable(bool wereUpdated, NoticeLog notices)
    {
        var found = _indexes.Where(static index => index.Exists).ToList();
        if (found.Count == 0 || found.Count == _indexes.Length)
            return _indexes;
        // An update has named those that it left out.
        foreach (var index in wereUpdated ? [] : _indexes.Except(found))
        {
            var reason = IndexException.Missing(index.Folder.Location.Directory, index.Folder.Location.Root);
            notices.Add(new SearchNotice.FolderLeftOut(reason));
        }
        return found;
    }

    private static List<PictureIndex> Open(IReadOnlyList<SearchedIndex> searched) =>
        [.. searched.Select(static index => index.Open())];

    private static SnapshotSet TakeSnapshots(IReadOnlyList<SearchedIndex> searched, PictureFilter? filter) =>
        new(searched.Select(index => (index.Open(), index.Folder.Limit(filter))));
}
