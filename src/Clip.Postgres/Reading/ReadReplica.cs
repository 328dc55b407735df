using Clip.Postgres.Connections;
using Clip.Postgres.Schema;

namespace Clip.Postgres.Reading;

/// <summary>
/// A server that repeats what the store's own server writes, a moment later, and answers searches in its place. While
/// it is away, or does not have the store's tables yet, the store's own server answers. Thread-safe.
/// </summary>
/// <param name="source">Where connections come from.</param>
internal sealed class ReadReplica(ConnectionSource source) : IDisposable
{
    /// <summary>So long after a failure, searches do not wait for it again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private long _next;
    private bool _isUsed = true;
    private volatile bool _hasTables;

    /// <summary>The address as it may be shown.</summary>
    public string Address => source.Address;

    /// <summary>Called with the reason each time that it is passed over after it was used.</summary>
    public Action<StoreException>? OnPassedOver { get; set; }

    /// <summary>Begins to read from it; null where it cannot be read from now.</summary>
    public Session? TryBegin()
    {
        if (!Volatile.Read(ref _isUsed) && !MayTry())
            return null;
        Session? session = null;
        try
        {
            session = Session.Begin(source, isSnapshot: true);
            RequireTables(session);
            Volatile.Write(ref _isUsed, true);
            return session;
        }
        catch (StoreException error) when (IsAbout(error))
        {
            session?.Dispose();
            PassOver(error);
            return null;
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>How far it is behind the store's own server.</summary>
    /// <param name="own">A transaction of the store's own server.</param>
    public StoreReplicaState ReadState(Session own)
    {
        var written = own.Value<string>("SELECT pg_current_wal_lsn()::text")!;
        using var session = Session.Begin(source, isSnapshot: true);
        var state = session.Rows(
            row => new StoreReplicaState(source.Address, row.GetInt64(0), TimeSpan.FromSeconds(row.GetDouble(1))),
            """
            SELECT greatest(0, pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn()))::bigint,
                   coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8
            WHERE pg_is_in_recovery()
            """,
            written).FirstOrDefault() ?? new StoreReplicaState(source.Address, null, null);
        return state.BehindBytes == 0 ? state with { Behind = TimeSpan.Zero } : state;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private void RequireTables(Session session)
    {
        if (_hasTables)
            return;
        var version = SchemaUpdate.Read(session);
        SchemaUpdate.RequireKnown(session, version);
        if (version < SchemaVersions.Newest)
        {
            throw new StoreException(
                StoreFault.NoLibrary, source.Address, "does not have the store's tables yet",
                "check that it is a replica of the store, and that it keeps up");
        }
        _hasTables = true;
    }

    /// <summary>Whether an error is about the replica, and not about what is asked of it.</summary>
    private static bool IsAbout(StoreException error) => error.Fault is StoreFault.Unreachable
        or StoreFault.ConnectionLost or StoreFault.NoDatabase or StoreFault.NoLibrary;

    /// <summary>Whether the pause is over. One search tries then, and the others do not wait for it.</summary>
    private bool MayTry()
    {
        var next = Interlocked.Read(ref _next);
        return Environment.TickCount64 >= next && Interlocked.CompareExchange(ref _next, AfterPause(), next) == next;
    }

    private void PassOver(StoreException error)
    {
        Interlocked.Exchange(ref _next, AfterPause());
        if (Interlocked.Exchange(ref _isUsed, false))
            OnPassedOver?.Invoke(error);
    }

    private static long AfterPause() => Environment.TickCount64 + (long)Pause.TotalMilliseconds;
}
