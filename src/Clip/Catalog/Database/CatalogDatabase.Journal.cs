using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Clip.Catalog.Database;

/// <summary>
/// How a commit is made atomic. SQLite's write-ahead log lets readers read while a writer writes, but its index is
/// memory that all processes share through a mapped file. Where the file system cannot do that, the catalog has a
/// rollback journal: a commit waits for the readers, and they for it.
/// </summary>
internal sealed partial class CatalogDatabase
{
    /// <summary>How long a writer waits for the readers of a catalog without a log.</summary>
    private const int CommitWaitMilliseconds = 60_000;

    /// <summary>
    /// While a connection keeps its lock, the index of a log is memory of its own, so that a log can be read and left.
    /// </summary>
    private const string KeepLock = "PRAGMA locking_mode = EXCLUSIVE";

    private bool _sharesMemory = true;

    /// <summary>Gives the file the best journal that the file system allows. The file keeps this setting.</summary>
    public void UseJournal()
    {
        if (_sharesMemory)
            Execute("PRAGMA journal_mode = WAL");
        else
            UseRollbackJournal();
    }

    private void UseRollbackJournal()
    {
        Execute(KeepLock);
        Execute("PRAGMA journal_mode = DELETE");
        Execute("PRAGMA locking_mode = NORMAL");
        _ = Number("PRAGMA user_version"); // the lock is released after the next read
        // Pages that are written before a commit would lock readers out until then.
        Execute("PRAGMA cache_spill = OFF");
        raw.sqlite3_busy_timeout(_connection.Handle, CommitWaitMilliseconds);
        // Left by a failed attempt to share memory; nobody can be using it.
        TryDelete(Path + "-shm");
    }

    /// <summary>
    /// Gives a catalog with a log, brought here from another file system, a rollback journal. False where that is
    /// impossible, as in a read-only folder.
    /// </summary>
    private static bool TryLeaveLog(string path)
    {
        try
        {
            using var database = Connect(path, path, SqliteOpenMode.ReadWrite);
            database.UseRollbackJournal();
            return true;
        }
        catch (IndexException)
        {
            return false;
        }
    }

    private static bool IsWithoutSharedMemory(IndexException failed) =>
        failed.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_IOERR_SHMMAP };

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // It only takes space.
        }
    }
}
