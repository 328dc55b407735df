using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>
/// A library as of one moment: a read-only transaction, whose statements take turns. It keeps the database from
/// removing rows that others have deleted meanwhile, so it is short-lived.
/// </summary>
internal sealed partial class PostgresSnapshot : IndexSnapshot
{
    private readonly Lock _turn = new();
    private readonly StoredLibrary _library;
    private readonly Session _session;
    private readonly bool _isExact;
    private readonly int? _width;
    private (PictureFilter Filter, PictureSelection? Selection)? _last;
    private Counts? _counts;
    private bool _disposed;

    /// <param name="location">The library and its folder.</param>
    /// <param name="library">Its row.</param>
    /// <param name="session">The transaction, from now on this snapshot's.</param>
    /// <param name="isExact">Whether searches compare every picture, however many there are.</param>
    /// <param name="width">
    /// How many entries of the library's index others look at; null for what usually does.
    /// </param>
    public PostgresSnapshot(
        IndexLocation location, StoredLibrary library, Session session, bool isExact, int? width = null)
    {
        _isExact = isExact;
        _width = width;
        Location = location;
        _library = library;
        _session = session;
    }

    /// <inheritdoc/>
    public override IndexLocation Location { get; }

    /// <inheritdoc/>
    internal override IndexModel Model => _library.Model;

    /// <inheritdoc/>
    public override long PictureCount => CountAll().Pictures;

    /// <inheritdoc/>
    public override long CaptionCount => CountAll().Captions;

    /// <inheritdoc/>
    public override long FileCount => CountAll().Files;

    /// <inheritdoc/>
    public override long FailureCount => CountAll().Failures;

    /// <inheritdoc/>
    public override DateTime CreatedUtc => Read(session => session.Value<DateTime>(
        "SELECT created FROM clip.library WHERE library_id = $1", Id)).ToUniversalTime();

    /// <inheritdoc/>
    public override DateTime UpdatedUtc => Read(session => session.Value<DateTime>(
        "SELECT updated FROM clip.library WHERE library_id = $1", Id)).ToUniversalTime();

    /// <inheritdoc/>
    internal override int DamagedFound => 0;

    /// <inheritdoc/>
    internal override long DeadCount => 0;

    /// <inheritdoc/>
    internal override long DeadBytes => 0;

    /// <summary>
    /// Bytes of the tables that hold the library, shared with the store's other libraries in proportion to pictures.
    /// </summary>
    internal override long Bytes => Read(session => session.Value<long>(
        """
        SELECT (total * (SELECT count(*) FROM clip.picture WHERE library_id = $1)
                / greatest(1, (SELECT count(*) FROM clip.picture)))::bigint
        FROM (SELECT sum(pg_total_relation_size(c.oid)) AS total FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'clip' AND c.relkind = 'r') sizes
        """,
        Id));

    /// <inheritdoc/>
    internal override string? ModelPrecision => _library.Origin?.Precision;

    /// <summary>The library's key.</summary>
    public int Id => _library.Id;

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_turn)
        {
            if (_disposed)
                return;
            _disposed = true;
            _session.Dispose();
        }
    }

    /// <summary>Reads from the database; calls take turns, because a connection does one thing at a time.</summary>
    internal T Read<T>(Func<Session, T> read)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return read(_session);
        }
    }

    private Counts CountAll() => _counts ??= Read(session => session.Rows(
        static row => new Counts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        """
        SELECT (SELECT count(*) FROM clip.picture WHERE library_id = $1),
               (SELECT count(*) FROM clip.caption WHERE library_id = $1),
               (SELECT count(*) FROM clip.file WHERE library_id = $1),
               (SELECT count(*) FROM clip.failure WHERE library_id = $1)
        """,
        Id)[0]);

    /// <summary>The pictures of a filter; those of the filter that was used last are remembered.</summary>
    private PictureSelection? Select(PictureFilter? filter, Session session)
    {
        if (filter is null)
            return null;
        if (_last is { } last && ReferenceEquals(last.Filter, filter))
            return last.Selection;
        var selection = PictureSelection.Of(filter, session, Id);
        _last = (filter, selection);
        return selection;
    }

    private sealed record Counts(long Pictures, long Captions, long Files, long Failures);
}
