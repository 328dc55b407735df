using Clip.Postgres.Connections;
using Clip.Postgres.Reading;

namespace Clip;

/// <summary>A worker that was heard of a short time ago.</summary>
/// <param name="Name">The machine, the process and a number.</param>
/// <param name="Pictures">Files that it has stored.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seen">When it was last heard of.</param>
public sealed record StoreWorkerState(string Name, long Pictures, DateTime Started, DateTime Seen)
{
    /// <summary>Files that it has stored per second.</summary>
    public double PicturesPerSecond =>
        Seen > Started ? Pictures / (Seen - Started).TotalSeconds : 0;
}

/// <summary>The work on a library of a store, and the software that keeps it.</summary>
/// <param name="PlannedFiles">Files that are planned and not stored yet.</param>
/// <param name="LeasedFiles">Those of them that a worker is working on.</param>
/// <param name="Workers">The workers of the last minute.</param>
/// <param name="ServerVersion">The version of PostgreSQL.</param>
/// <param name="VectorVersion">The version of pgvector.</param>
/// <param name="IsApproximate">Whether searches go through an index that may miss some pictures.</param>
public sealed record StoreActivity(
    long PlannedFiles, long LeasedFiles, IReadOnlyList<StoreWorkerState> Workers, string ServerVersion,
    string VectorVersion, bool IsApproximate)
{
    /// <summary>The replica that searches read from; null where there is none, or it is away.</summary>
    public StoreReplicaState? Replica { get; init; }

    internal static StoreActivity Read(PostgresStore store, string name)
    {
        using var session = store.Begin(isSnapshot: true);
        var library = StoredLibrary.Require(session, name);
        var (planned, leased, workers) = ReadWork(session, library.Id);
        return new StoreActivity(
            planned, leased, workers, session.Value<string>("SHOW server_version")!,
            session.Value<string>("SELECT extversion FROM pg_extension WHERE extname = 'vector'") ?? "none",
            NeighborGraph.Exists(session, library.Id))
        {
            Replica = store.ReadReplicaState(session),
        };
    }

    /// <summary>The work alone, which is asked for every few seconds.</summary>
    internal static (long Planned, long Leased, IReadOnlyList<StoreWorkerState> Workers) ReadWork(
        Session session, int library)
    {
        var workers = session.Rows(
            static row => new StoreWorkerState(
                row.GetString(0), row.GetInt64(1), row.GetDateTime(2), row.GetDateTime(3)),
            """
            SELECT name, pictures, started, seen FROM clip.worker
            WHERE library_id = $1 AND seen > clock_timestamp() - interval '1 minute' ORDER BY name
            """,
            library);
        var (planned, leased) = session.Rows(
            static row => (row.GetInt64(0), row.GetInt64(1)),
            """
            SELECT coalesce(sum(files), 0),
                   coalesce(sum(files) FILTER (WHERE lease_until > clock_timestamp()), 0)
            FROM clip.chunk WHERE library_id = $1
            """,
            library)[0];
        return (planned, leased, workers);
    }
}
