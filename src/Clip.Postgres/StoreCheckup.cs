using System.Globalization;
using Clip.Postgres.Connections;
using Clip.Postgres.Schema;

namespace Clip;

/// <summary>Something to change about a database.</summary>
/// <param name="Subject">The software or the setting.</param>
/// <param name="Value">Its version or value.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Command">The SQL command that changes it, which may need more rights.</param>
public sealed record StoreAdvice(string Subject, string Value, string Problem, string Command);

/// <summary>The software of a database, and what should be changed about it and its settings.</summary>
/// <param name="ServerVersion">The version of PostgreSQL.</param>
/// <param name="VectorVersion">The version of pgvector; null where the database lacks it.</param>
/// <param name="Advice">What should be changed; empty where all is well.</param>
public sealed record StoreCheckup(string ServerVersion, string? VectorVersion, IReadOnlyList<StoreAdvice> Advice)
{
    private const long Megabyte = 1 << 20;

    /// <summary>The least for building HNSW indexes of large libraries in memory.</summary>
    private const long LeastMaintenanceMemory = 1024 * Megabyte;

    /// <summary>The first pgvector without the known faults of HNSW indexes.</summary>
    private static readonly Version SoundVector = new(0, 8, 4);

    /// <param name="session">A transaction.</param>
    /// <param name="pictureBytes">What the pictures take; null for what they take now.</param>
    internal static StoreCheckup Of(Session session, long? pictureBytes = null)
    {
        var vector = session.Value<string>("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
        List<StoreAdvice> advice = [];
        if (OfVector(session, vector) is { } extension)
            advice.Add(extension);
        if (OfRights(session) is { } rights)
            advice.Add(rights);
        if (session.Value<string>("SHOW server_encoding") is { } encoding and not "UTF8")
        {
            advice.Add(new StoreAdvice(
                "server_encoding", encoding, "cannot hold all paths and captions",
                "CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0;"));
        }
        var pictures = pictureBytes ?? (StoreRights.MayReadPictures(session)
            ? session.Value<long>("SELECT pg_table_size('clip.picture')")
            : 0);
        var maintenance = Bytes(session, "maintenance_work_mem");
        if (maintenance < LeastMaintenanceMemory && pictures > maintenance)
        {
            advice.Add(new StoreAdvice(
                "maintenance_work_mem", Megabytes(maintenance),
                "is less than the pictures take, so that HNSW indexes are built slowly",
                "ALTER SYSTEM SET maintenance_work_mem = '2GB'; SELECT pg_reload_conf();"));
        }
        var shared = Bytes(session, "shared_buffers");
        if (shared <= 128 * Megabyte && pictures > shared)
        {
            advice.Add(new StoreAdvice(
                "shared_buffers", Megabytes(shared), "is the small default, and the pictures take more",
                "ALTER SYSTEM SET shared_buffers = '2GB'; -- then restart the server"));
        }
        return new StoreCheckup(session.Value<string>("SHOW server_version")!, vector, advice);
    }

    private static StoreAdvice? OfVector(Session session, string? version)
    {
        if (version is null)
        {
            return new StoreAdvice(
                "vector", "none",
                SchemaUpdate.IsExtensionThere(session)
                    ? "is not in this database"
                    : "is not on this server; install pgvector there first",
                SchemaUpdate.CreateExtension + ";");
        }
        if (!Version.TryParse(version, out var parsed) || parsed >= SoundVector)
            return null;
        return new StoreAdvice(
            "vector", version,
            parsed < SchemaUpdate.LeastVector
                ? "is too old, 0.8.0 is the least; install 0.8.4 first"
                : "has faults in HNSW indexes, which 0.8.4 mends; install it first",
            SchemaUpdate.UpdateExtension);
    }

    /// <summary>The right that the user lacks, to create the tables or to read them.</summary>
    private static StoreAdvice? OfRights(Session session)
    {
        if (StoreRights.GrantToCreate(session) is { } grant)
            return new StoreAdvice("schema", "clip", "this user may not create it", grant);
        return StoreRights.MayNotRead(session)
            ? new StoreAdvice("schema", "clip", "this user may not read it", session.Grant)
            : null;
    }

    private static long Bytes(Session session, string setting) => session.Value<long>(
        "SELECT pg_size_bytes(current_setting($1))", setting);

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte}MB");
}
