using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>Where connections to a database come from, and what transactions begin with. Thread-safe.</summary>
internal sealed class ConnectionSource : IDisposable
{
    private volatile string? _path;

    public ConnectionSource(StoreAddress address)
    {
        Address = address.Display;
        var builder = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        Pool = address.Target is { } target ? builder.BuildMultiHost().WithTargetSession(target) : builder.Build();
    }

    /// <summary>What errors call the database.</summary>
    public string Address { get; }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Pool { get; }

    /// <summary>
    /// What precedes the names of pgvector's types in statements outside of transactions; empty where connections find
    /// them by themselves.
    /// </summary>
    public string TypePrefix => _path is { Length: > 0 } path ? path + "." : "";

    /// <summary>
    /// Makes the types of pgvector known to a transaction by their names, where an administrator has put them into a
    /// schema that the user's connections do not look at. All of ours are named with their schema anyway.
    /// </summary>
    /// <param name="session">The transaction. The setting ends with it, so that poolers need not know of it.</param>
    public void FindTypes(Session session)
    {
        // Where there is no pgvector yet, the next transaction looks again.
        var path = _path ??= session.Value<string>(
            """
            SELECT CASE WHEN n.nspname = ANY(current_schemas(false)) THEN '' ELSE quote_ident(n.nspname) END
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'
            """);
        if (path is { Length: > 0 })
            session.Execute($"SET LOCAL search_path TO {path}");
    }

    public void Dispose() => Pool.Dispose();
}
