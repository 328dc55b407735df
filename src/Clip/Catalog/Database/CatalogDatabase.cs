using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Clip.Catalog.Database;

/// <summary>
/// The SQLite database that records what is indexed. This class holds all of the SQL and none of the rules. Not
/// thread-safe: it is one connection.
/// </summary>
internal sealed partial class CatalogDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    private CatalogDatabase(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    /// <summary>
    /// Opens an existing catalog to read it, on a file system that is read-only, full or without shared memory too.
    /// </summary>
    public static CatalogDatabase OpenForReading(string path)
    {
        try
        {
            return OpenChecked(path, path, SqliteOpenMode.ReadWrite);
        }
        catch (IndexException failed) when (IsWithoutSharedMemory(failed) && TryLeaveLog(path))
        {
            return OpenChecked(path, path, SqliteOpenMode.ReadWrite);
        }
        catch (IndexException failed) when (IsUnshareable(failed) && HasNoLog(path))
        {
            // SQLite needs to write beside the catalog to share it with a writer. Where nobody can write and there is
            // no log of a writer, the catalog is complete and does not change: it may be read as it is.
            return OpenChecked(path, $"file:{Uri.EscapeDataString(path)}?immutable=1", SqliteOpenMode.ReadOnly);
        }
        catch (IndexException failed) when (IsUnshareable(failed))
        {
            throw IndexException.NotRecovered(path, failed);
        }
    }

    /// <summary>Opens the catalog to write it, creating an empty file if there is none.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="sharesMemory">Whether processes can share memory through files beside it.</param>
    public static CatalogDatabase OpenForWriting(string path, bool sharesMemory)
    {
        var database = Connect(path, path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // Commits wait for the disk: what was reported as committed survives a power cut.
            database.Execute("PRAGMA synchronous = FULL");
            database.Execute("PRAGMA fullfsync = 1");
            database.Execute("PRAGMA cache_size = -32768");
            database._sharesMemory = sharesMemory;
            if (!sharesMemory)
                database.Execute(KeepLock);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Starts a transaction that reads one commit.</summary>
    public void BeginRead() => Run("BEGIN");

    /// <summary>Starts a transaction to write; readers still see the commit before.</summary>
    public void BeginWrite() => Run("BEGIN IMMEDIATE");

    /// <summary>Ends the transaction; what it wrote is on disk when this returns.</summary>
    public void Commit() => Run("COMMIT");

    /// <summary>
    /// Ends the transaction, if there is one, and drops what it wrote. Never fails: where SQLite has ended it already,
    /// nothing is left to do.
    /// </summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    /// <summary>Closes the catalog and deletes it, where that is possible.</summary>
    public void Delete()
    {
        Dispose();
        foreach (var suffix in (string[])["-wal", "-shm", "-journal", ""])
            TryDelete(Path + suffix);
    }

    private static CatalogDatabase OpenChecked(string path, string source, SqliteOpenMode mode)
    {
        var database = Connect(path, source, mode);
        try
        {
            database.CheckFormat();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static CatalogDatabase Connect(string path, string source, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            // SQLite's own wait ends within milliseconds; that of the client library sleeps for 150 ms at a time.
            raw.sqlite3_busy_timeout(connection.Handle, 5000);
            connection.DefaultTimeout = 5;
            return new CatalogDatabase(path, connection);
        }
        catch (SqliteException failed)
        {
            connection.Dispose();
            throw SqliteErrors.Describe(path, failed);
        }
    }

    private static bool IsUnshareable(IndexException failed) =>
        failed.InnerException is SqliteException
        {
            SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL,
        };

    private static bool HasNoLog(string path)
    {
        var log = new FileInfo(path + "-wal");
        return File.Exists(path) && (!log.Exists || log.Length == 0);
    }

    private int Run(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Run(values);

    private Statement.Answer Query(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Query(values);

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection, Path, sql));
        return statement;
    }

    /// <summary>Runs statements that are not kept for another time.</summary>
    private void Execute(string sql)
    {
        using var statement = new Statement(_connection, Path, sql);
        statement.Run();
    }

    private long Number(string sql)
    {
        using var statement = new Statement(_connection, Path, sql);
        using var answer = statement.Query();
        return answer.Next() ? answer.Int64(0) : 0;
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
