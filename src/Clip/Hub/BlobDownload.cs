using System.Net.Http.Headers;

namespace Clip.Hub;

/// <summary>
/// Downloads one content into the cache. It is written to a file of another name and hashed as it arrives, and renamed
/// only when the hash is the one in the hub's list. A run that is interrupted leaves a part that the next one
/// continues.
/// </summary>
internal sealed class BlobDownload : IAsyncDisposable
{
    // After this many bytes, a transfer that broke gets all its retries again.
    private const long GoodProgress = 1 << 20;
    private const int MaxRestarts = 2;

    private readonly PullContext _context;
    private readonly ModelReference _model;
    private readonly HubFile _file;
    private readonly Uri _address;
    private readonly string _subject;
    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[1 << 18];
    private BlobHash _hash;
    private EntityTagHeaderValue? _entityTag;
    private long _arrived;
    private long _furthest;
    private int _restarts;

    private BlobDownload(PullContext context, ModelReference model, HubFile file, Uri address, FileStream stream)
    {
        _context = context;
        _model = model;
        _file = file;
        _address = address;
        _subject = $"{model.Repository}/{file.Path}";
        _stream = stream;
        _hash = new BlobHash(file);
    }

    /// <summary>Downloads the content of a file unless it is in the cache, and checks it.</summary>
    /// <param name="context">What the downloads of a pull share.</param>
    /// <param name="model">The repository.</param>
    /// <param name="file">The file.</param>
    /// <param name="address">Its address on the hub.</param>
    /// <param name="cancellationToken">Stops the download; the part that has arrived is kept.</param>
    /// <exception cref="HubException">The hub fails, sends other content than it lists, or the disk fails.</exception>
    public static async Task RunAsync(
        PullContext context, ModelReference model, HubFile file, Uri address, CancellationToken cancellationToken)
    {
        var cache = context.Cache;
        try
        {
            using var held = await CacheLock.TakeAsync(cache.Lock(file), context.Time, cancellationToken)
                .ConfigureAwait(false);
            if (cache.HasBlob(file))
            {
                // Another program has downloaded it meanwhile.
                context.Counter.Add(file.Size);
                return;
            }
            var unfinished = cache.Unfinished(file);
            var stream = BlobHash.Open(unfinished, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await using (var download = new BlobDownload(context, model, file, address, stream))
                await download.CompleteAsync(cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, cache.Blob(file), overwrite: true);
        }
        // Errors of the connection are HubExceptions already, so this is the disk.
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

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var isContinued = await ResumeAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            while (_arrived < _file.Size)
            {
                await _context.Retry.ExecuteAsync(
                    async token => await TransferAsync(token).ConfigureAwait(false), cancellationToken)
                    .ConfigureAwait(false);
            }
            var (name, found) = (_hash.Name, _hash.Finish());
            if (found == _file.ContentId)
                break;
            Restart();
            if (isContinued)
            {
                // The part that an earlier run left may have been damaged since.
                isContinued = false;
                continue;
            }
            File.Delete(_stream.Name);
            throw new HubException(
                _subject,
                $"has the wrong content: its {name} should be {_file.ContentId}, but is {found}; the file was deleted",
                "try again, or set HF_ENDPOINT to another mirror");
        }
        // Flushed before it is renamed, so that a power failure cannot leave the final name with half of the content.
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Hashes the part that an earlier run left, so that the transfer continues after it; false where there is none.
    /// </summary>
    private async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        if (_stream.Length > _file.Size)
            _stream.SetLength(0);
        await _hash.AppendAsync(_stream, _stream.Length, read => _context.Counter.Add(read), cancellationToken)
            .ConfigureAwait(false);
        _arrived = _furthest = _stream.Length;
        return _arrived > 0;
    }

    /// <summary>One request. Returns if it made progress, even if it broke then; throws otherwise.</summary>
    private async Task TransferAsync(CancellationToken cancellationToken)
    {
        var before = _furthest;
        try
        {
            using var response = await _context.Connection
                .GetAsync(_address, _subject, _model, _arrived, _entityTag, cancellationToken).ConfigureAwait(false);
            Accept(response);
            while (_arrived < _file.Size)
            {
                var wanted = (int)Math.Min(_buffer.Length, _file.Size - _arrived);
                var read = await response.ReadAsync(_buffer.AsMemory(0, wanted), cancellationToken)
                    .ConfigureAwait(false);
                if (read == 0)
                    throw ConnectionEnded();
                await StoreAsync(_buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (HubException error) when (error.IsTransient && _furthest - before >= GoodProgress)
        {
            // The transfer works with interruptions, so the caller requests the rest at once.
        }
        catch (HubException error) when (error.IsBeyondEnd && _arrived > 0 && _restarts++ < MaxRestarts)
        {
            Restart();
        }
    }

    /// <summary>Refuses a response that cannot be the file, before its gigabytes are downloaded.</summary>
    private void Accept(HubResponse response)
    {
        const string remedy = "try again, or set HF_ENDPOINT to another mirror";
        if (response.Packing is { } packing)
            throw new HubException(_subject, $"is sent packed as {packing}, which was not asked for", remedy);
        if (response.TotalSize is { } size && size != _file.Size)
        {
            throw new HubException(
                _subject, $"has {size:N0} bytes where the hub's list says {_file.Size:N0}", remedy);
        }
        if (_file.Sha256 is { } expected
            && HubListing.Digest(response.LinkedTag, expected.Length) is { } tag && tag != expected)
        {
            throw new HubException(
                _subject, $"the hub announces SHA-256 {tag} where its list says {expected}", remedy);
        }
        // The server does not resume, or has another version now.
        if (response.Start == 0 && _arrived > 0)
            Restart();
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
        _context.Counter.Add(content.Length);
    }

    private HubException ConnectionEnded() =>
        new(_subject, "the connection ended early", "try again; what has arrived is kept") { IsTransient = true };

    private void Restart()
    {
        _context.Counter.Add(-_arrived);
        _hash.Dispose();
        _hash = new BlobHash(_file);
        _stream.SetLength(0);
        _stream.Position = 0;
        _arrived = 0;
        _entityTag = null;
    }
}
