using System.Diagnostics;
using System.Globalization;
using Clip.Indexing.Runs;
using Clip.Postgres.Archives;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;

namespace Clip;

/// <summary>What a worker has finished.</summary>
/// <param name="Pictures">Files that are stored.</param>
/// <param name="Failed">Files that cannot be read.</param>
/// <param name="Left">Files that are still planned, those that others are working on included.</param>
/// <param name="Elapsed">How long these took.</param>
public readonly record struct StoreWorkerProgress(long Pictures, long Failed, long Left, TimeSpan Elapsed);

/// <summary>
/// Encodes planned files of a library and stores them. Any number of workers, on any number of machines, share the work
/// of a library; what one that dies leaves undone, others take over.
/// </summary>
/// <param name="model">The model of the library.</param>
/// <param name="location">
/// The library, with the folder that its pictures are in as this machine reaches it (<see cref="PostgresStore"/>).
/// </param>
public sealed class StoreWorker(ClipModel model, IndexLocation location)
{
    private readonly KnownArchives _archives = new();

    // When a file of the library was last seen below the root.
    private long? _rootSeen;

    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    /// <summary>The share of the lease after which a chunk is free; in the rest, somebody asks for it.</summary>
    private const double Held = 0.9;

    /// <summary>
    /// How long a worker may be silent before others take its files. It says that it is alive six times as often.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The object store that the pictures are in; null where they are in the folder of the location.</summary>
    public PictureBucket? Bucket { get; set; }

    /// <summary>
    /// Whether the folder is known to be the library's, so that planned files that it does not have are gone. Otherwise
    /// the worker gives back files of which it finds none where the folder has no other file of the library either.
    /// </summary>
    internal bool KnowsRoot { get; init; }

    /// <summary>Works until it is told to stop, or until nothing is left.</summary>
    /// <param name="untilDone">
    /// Whether to return when no planned file is left, also none that another worker has. Otherwise the worker waits
    /// for more.
    /// </param>
    /// <param name="onProgress">Called after each finished chunk of files.</param>
    /// <param name="onError">Called with each file that cannot be used.</param>
    /// <param name="cancellationToken">Stops the worker; its unfinished files are given back.</param>
    /// <returns>How many files it has stored.</returns>
    /// <exception cref="IndexException">There is no such library, or it has vectors of another model.</exception>
    /// <exception cref="StoreException">The store cannot be reached or written.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="ClipException">
    /// The folder is not that of the library, or the object store cannot be read.
    /// </exception>
    public Task<long> RunAsync(
        bool untilDone, Action<StoreWorkerProgress>? onProgress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Lease, TimeSpan.FromSeconds(1), nameof(Lease));
        return Task.Run(
            () => RunHereAsync(untilDone, onProgress, onError ?? (static _ => { }), cancellationToken),
            cancellationToken);
    }

    private async Task<long> RunHereAsync(
        bool untilDone, Action<StoreWorkerProgress>? onProgress, Action<ClipException> onError,
        CancellationToken cancellationToken)
    {
        var store = LibraryCreation.Reader(location).Store;
        var library = await RetryAsync(Open, cancellationToken).ConfigureAwait(false);
        var queue = new WorkQueue(store, library.Id, Name()) { Lease = Lease * Held };
        var notes = new LibraryNotes(store, library.Id);
        var (stored, isNew, pause, greeted) = (0L, false, ShortPause, 0L);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            var chunk = await RetryAsync(queue.Take, cancellationToken).ConfigureAwait(false);
            if (chunk is null)
            {
                var isDone = (await RetryAsync(queue.Left, cancellationToken).ConfigureAwait(false)).Chunks == 0;
                if (isDone && isNew)
                {
                    await RetryAsync(() => NeighborGraph.Ensure(store, library, cancellationToken), cancellationToken)
                        .ConfigureAwait(false);
                    isNew = false;
                }
                if (untilDone && isDone)
                    return stored;
                if (greeted == 0 || Stopwatch.GetElapsedTime(greeted) > Lease / 2)
                {
                    await RetryAsync(queue.Greet, cancellationToken).ConfigureAwait(false);
                    greeted = Stopwatch.GetTimestamp();
                }
                // Workers that wait for the same work do not ask at the same time.
                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongPause ? pause * 2 : LongPause;
                continue;
            }
            pause = ShortPause;
            var encoder = new ChunkEncoder(
                model, location, Bucket, _archives, DecodeModeWords.Parse(library.Model.Decode) ?? DecodeMode.Fast,
                await RetryAsync(() => notes.Value(IndexNotes.TakesPictureCaptions), cancellationToken)
                    .ConfigureAwait(false));
            if (await WorkAsync(queue, chunk, encoder, library, onError, cancellationToken).ConfigureAwait(false)
                is not { } done)
            {
                continue;
            }
            stored += done.Stored;
            isNew = true;
            var left = await RetryAsync(queue.Left, cancellationToken).ConfigureAwait(false);
            onProgress?.Invoke(new StoreWorkerProgress(
                done.Stored, done.Failed, left.Files, Stopwatch.GetElapsedTime(began)));
        }

        StoredLibrary Open()
        {
            using var index = (PostgresIndex)PictureIndex.Open(
                location, new ModelIdentity(model.Name, model.Fingerprint, model.Dimensions));
            return index.Library;
        }
    }

    /// <summary>Encodes and stores a chunk; null where another worker has taken it over meanwhile.</summary>
    private async Task<(long Stored, long Failed)?> WorkAsync(
        WorkQueue queue, WorkChunk chunk, ChunkEncoder encoder, StoredLibrary library, Action<ClipException> onError,
        CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var heartbeat = new Heartbeat(queue, chunk, Lease, lost);
        try
        {
            using var encoded = await encoder.EncodeAsync(chunk.Paths, IsRoot, onError, lost.Token)
                .ConfigureAwait(false);
            (WrittenCounts Written, int Failed) done = default;
            var isStored = await RetryAsync(
                () => queue.Finish(chunk, session => done = encoded.Write(session, library, chunk.Numbers())),
                lost.Token).ConfigureAwait(false);
            return isStored ? (done.Written.Added + done.Written.Updated, done.Failed) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception)
        {
            GiveBack(queue, chunk);
            throw;
        }

        // Where many files were deleted, this is asked for each chunk, and takes as long as the library is large.
        bool IsRoot()
        {
            if (KnowsRoot || (_rootSeen is { } seen && Stopwatch.GetElapsedTime(seen) < Lease))
                return true;
            if (!new RootSample(LibraryCreation.Reader(location).Store, library.Id, location).IsThere())
                return false;
            _rootSeen = Stopwatch.GetTimestamp();
            return true;
        }
    }

    /// <summary>So that others need not wait for the end of the lease.</summary>
    private static void GiveBack(WorkQueue queue, WorkChunk chunk)
    {
        try
        {
            queue.Return(chunk);
        }
        catch (StoreException)
        {
            // The lease ends by itself.
        }
    }

    /// <summary>Calls something again for as long as the database is away.</summary>
    private static async Task<T> RetryAsync<T>(Func<T> call, CancellationToken cancellationToken)
    {
        for (var pause = ShortPause; ; pause = pause * 2 < LongPause ? pause * 2 : LongPause)
        {
            try
            {
                return call();
            }
            catch (StoreException error) when (
                error.InnerException is { } cause && StoreErrors.IsTransient(cause))
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Task<bool> RetryAsync(Action call, CancellationToken cancellationToken) => RetryAsync(
        () =>
        {
            call();
            return true;
        },
        cancellationToken);

    private static string Name() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}:{Environment.ProcessId}:{Random.Shared.Next(0x10000):x4}");
}
