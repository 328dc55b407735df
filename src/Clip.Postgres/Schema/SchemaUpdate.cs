using System.Globalization;
using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Postgres.Schema;

/// <summary>Brings a database to the newest version of the tables, forward only.</summary>
internal static class SchemaUpdate
{
    /// <summary>The oldest pgvector with half-precision vectors and iterative scans.</summary>
    public static readonly Version LeastVector = new(0, 8, 0);

    /// <summary>Of programs that start at the same time, one creates the tables, and the others wait here.</summary>
    private const long Lock = 0x636C6970_0001;

    /// <summary>The command for an extension that is too old.</summary>
    public const string UpdateExtension = "ALTER EXTENSION vector UPDATE;";

    /// <summary>The command for an extension that the database lacks, without its end.</summary>
    public const string CreateExtension = "CREATE EXTENSION vector";

    // Not to_regclass: a connection may remember from before it waited for the lock that there was no such table.
    private const string IsThere =
        "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'clip' AND tablename = 'version')";

    /// <summary>The version of the tables; 0 where there are none.</summary>
    public static int Read(Session session) => session.Value<bool>(IsThere)
        ? session.Value<int?>("SELECT max(number) FROM clip.version") ?? 0
        : 0;

    /// <summary>Whether the server offers the extension.</summary>
    public static bool IsExtensionThere(Session session) => session.Value<bool>(
        "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')");

    /// <summary>Fails where a newer program made the tables.</summary>
    /// <exception cref="StoreException">They are newer.</exception>
    public static void RequireKnown(Session session, int version)
    {
        if (version <= SchemaVersions.Newest)
            return;
        throw new StoreException(
            StoreFault.TooNew, session.Address,
            string.Create(
                CultureInfo.InvariantCulture,
                $"its tables have version {version}, of a newer program; this one knows {SchemaVersions.Newest}"),
            "use the newer program");
    }

    /// <summary>Creates what is missing, all or nothing.</summary>
    /// <exception cref="StoreException">The user lacks the rights, or a newer program made the tables.</exception>
    public static void Run(ConnectionSource source)
    {
        using (var look = Session.Begin(source, isSnapshot: true))
        {
            var version = Read(look);
            RequireKnown(look, version);
            if (version == SchemaVersions.Newest)
                return;
        }
        using var session = Session.Begin(source);
        session.Execute("SELECT pg_advisory_xact_lock($1)", Lock);
        var current = Read(session);
        RequireKnown(session, current);
        if (current == 0)
            Prepare(session, source);
        try
        {
            for (; current < SchemaVersions.Newest; current++)
            {
                session.Execute(SchemaVersions.Steps[current]);
                session.Execute("INSERT INTO clip.version (number) VALUES ($1)", current + 1);
            }
        }
        catch (StoreException error) when (current > 0
            && StoreErrors.StateOf(error) == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StoreException(
                StoreFault.NoRights, session.Address,
                "its tables are of an older version, which only their owner can bring up to date",
                "have their owner use it once with this program", error.InnerException);
        }
        session.Commit();
    }

    private static void Prepare(Session session, ConnectionSource source)
    {
        var grant = StoreRights.GrantToCreate(session);
        RequireExtension(session, grant);
        if (grant is not null)
        {
            throw new StoreException(
                StoreFault.NoRights, session.Address, "its user may not create the schema clip",
                $"have the owner of the database run: {grant}")
            {
                Command = grant,
            };
        }
        // It may not have been there when the transaction began.
        source.FindTypes(session);
        // Also where the schema is there, the statement asks for the right to create one.
        if (session.Value<bool>("SELECT to_regnamespace('clip') IS NULL"))
            session.Execute("CREATE SCHEMA clip");
        session.Execute(
            "CREATE TABLE clip.version (number integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())");
    }

    private static void RequireExtension(Session session, string? grant)
    {
        const string Installed = "SELECT extversion FROM pg_extension WHERE extname = 'vector'";
        var version = session.Value<string>(Installed);
        if (version is null)
        {
            // The user's search path may name no schema that is there.
            var command = session.Value<bool>("SELECT current_schema() IS NULL")
                ? $"{CreateExtension} SCHEMA public"
                : CreateExtension;
            try
            {
                session.Execute(command);
            }
            catch (StoreException error) when (StoreErrors.StateOf(error) == PostgresErrorCodes.InsufficientPrivilege)
            {
                var all = $"{command};{(grant is null ? "" : $" {grant}")}";
                throw new StoreException(
                    StoreFault.ExtensionNotCreated, session.Address,
                    "lacks the extension vector, which this user may not create",
                    $"have a superuser run in this database: {all}", error.InnerException)
                {
                    Command = all,
                };
            }
            catch (StoreException error) when (StoreErrors.StateOf(error)
                is PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
            {
                throw new StoreException(
                    StoreFault.NoExtension, session.Address, "its server does not have the extension vector",
                    "install pgvector on the server, for example Debian's postgresql-17-pgvector",
                    error.InnerException);
            }
            version = session.Value<string>(Installed)!;
        }
        if (Version.TryParse(version, out var parsed) && parsed < LeastVector)
        {
            throw new StoreException(
                StoreFault.OldExtension, session.Address, $"has pgvector {version}, but {LeastVector} is needed",
                $"install a newer pgvector, then run: {UpdateExtension}")
            {
                Command = UpdateExtension,
            };
        }
    }
}
