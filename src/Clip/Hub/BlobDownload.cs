using System.Net.Http.Headers;
using Polly;

namespace Clip.Hub;

/// <summary>
/// Brings one content into the cache. It grows in a file of its own, is hashed as it arrives, and gets its name only when
/// the hash is the one that the hub lists; a run that is cut off, however it ends, leaves a part that the next one goes on with.
/// </summary>
internal sealed class BlobDownload : IAsyncDisposable
{
    // Bytes after which a transfer that broke is taken for a good one: it gets all its retries again.
    private const long GoodProgress = 1 << 20;
    private const int MostRestarts = 2;

    private readonly HubConnection _connection;
    private readonly ModelReference _model;
    private readonly HubFile _file;
    private readonly Uri _address;
    private readonly string _subject;
    private readonly PullCounter _counter;
    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[1 << 18];
    private BlobHash _hash;
    private EntityTagHeaderValue? _entityTag;
    private long _arrived;
    private long _furthest;
    private int _restarts;

    private BlobDownload(HubConnection connection, ModelReference model, HubFile file, Uri address, PullCounter counter, FileStream stream)
    {
        _connection = connection;
        _model = model;
        _file = file;
        _address = address;
        _subject = $"{model.Repository}/{file.Path}";
        _counter = counter;
        _stream = stream;
        _hash = new BlobHash(file);
    }

    /// <summary>Downloads the content of a file unless it is there, and checks it.</summary>
    /// <param name="connection">The hub.</param>
    /// <param name="cache">The repository's place in the cache.</param>
    /// <param name="model">The repository.</param>
    /// <param name="file">The file.</param>
    /// <param name="address">Where the hub has it.</param>
    /// <param name="counter">Told of every byte.</param>
    /// <param name="retry">Repeats what fails for a reason that may pass.</param>
    /// <param name="time">What waiting for another program is timed by.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept.</param>
    /// <exception cref="HubException">The hub fails or lies, or the disk fails.</exception>
    public static async Task RunAsync(
        HubConnection connection, RepositoryCache cache, ModelReference model, HubFile file, Uri address, PullCounter counter,
        ResiliencePipeline retry, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var held = await CacheLock.TakeAsync(cache.Lock(file), time, cancellationToken).ConfigureAwait(false);
            if (cache.HasBlob(file))
            {
                // Another program has brought it while we waited.
                counter.Add(file.Size);
                return;
            }
            var unfinished = cache.Unfinished(file);
            var stream = BlobHash.Open(unfinished, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await using (var download = new BlobDownload(connection, model, file, address, counter, stream))
                await download.CompleteAsync(retry, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, cache.Blob(file), overwrite: true);
        }
        // What fails on the way from the hub is told as such where it is noticed, so this is the disk.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.From(cache.BlobsFolder, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CompleteAsync(ResiliencePipeline retry, CancellationToken cancellationToken)
    {
        var isContinued = await TakeUpAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            while (_arrived < _file.Size)
                await retry.ExecuteAsync(async token => await TransferAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            var (name, found) = (_hash.Name, _hash.Finish());
            if (found == _file.ContentId)
                break;
            Restart();
            if (isContinued)
            {
                // What an earlier run had left may have been damaged since.
                isContinued = false;
                continue;
            }
            File.Delete(_stream.Name);
            throw new HubException(
                _subject, $"has the wrong content: its {name} should be {_file.ContentId}, but is {found}; the file was deleted",
                "try again, or set HF_ENDPOINT to another mirror");
        }
        // On the disk before it has its name, so that not even a power cut leaves a whole name with half a content.
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Hashes what an earlier run left, so that the transfer goes on behind it; false where it left nothing.</summary>
    private async Task<bool> TakeUpAsync(CancellationToken cancellationToken)
    {
        if (_stream.Length > _file.Size)
            _stream.SetLength(0);
        await _hash.AppendAsync(_stream, _stream.Length, read => _counter.Add(read), cancellationToken).ConfigureAwait(false);
        _arrived = _furthest = _stream.Length;
        return _arrived > 0;
    }

    /// <summary>One request. Returns where it brought the transfer forward, even if it broke then; throws otherwise.</summary>
    private async Task TransferAsync(CancellationToken cancellationToken)
    {
        var before = _furthest;
        try
        {
            using var response = await _connection.GetAsync(_address, _subject, _model, _arrived, _entityTag, cancellationToken).ConfigureAwait(false);
            Accept(response);
            while (_arrived < _file.Size)
            {
                var wanted = (int)Math.Min(_buffer.Length, _file.Size - _arrived);
                var read = await response.ReadAsync(_buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    throw new HubException(_subject, "the connection ended early", "try again; what has arrived is kept") { IsTransient = true };
                await StoreAsync(_buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (HubException error) when (error.IsTransient && _furthest - before >= GoodProgress)
        {
            // It works, with interruptions: the caller asks for the rest at once.
        }
        catch (HubException error) when (error.IsBeyondEnd && _arrived > 0 && _restarts++ < MostRestarts)
        {
            Restart();
        }
    }

    /// <summary>Refuses an answer that cannot be the file, before its gigabytes are fetched.</summary>
    private void Accept(HubResponse response)
    {
        const string remedy = "try again, or set HF_ENDPOINT to another mirror";
        if (response.Packing is { } packing)
            throw new HubException(_subject, $"is sent packed as {packing}, which was not asked for", remedy);
        if (response.TotalSize is { } size && size != _file.Size)
            throw new HubException(_subject, $"has {size:N0} bytes where the hub's list says {_file.Size:N0}", remedy);
        if (_file.Sha256 is { } expected && HubListing.Digest(response.LinkedTag, expected.Length) is { } tag && tag != expected)
            throw new HubException(_subject, $"the hub announces SHA-256 {tag} where its list says {expected}", remedy);
        if (response.Start == 0 && _arrived > 0)
            Restart(); // the server does not resume, or has another version now
        if (response.Start != _arrived)
            throw new HubException(_subject, "the hub sends another part of it than was asked for", remedy);
        _entityTag = response.EntityTag;
    }

    private async Task StoreAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        _hash.Append(content.Span);
        _arrived += content.Length;
        _furthest = Math.Max(_furthest, _arrived);
        _counter.Add(content.Length);
    }

    private void Restart()
    {
        _counter.Add(-_arrived);
        _hash.Dispose();
        _hash = new BlobHash(_file);
        _stream.SetLength(0);
        _stream.Position = 0;
        _arrived = 0;
        _entityTag = null;
    }
}
