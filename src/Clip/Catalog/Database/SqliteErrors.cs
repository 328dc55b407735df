using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Clip.Catalog.Database;

/// <summary>Describes what SQLite reported about the catalog.</summary>
internal static class SqliteErrors
{
    public static IndexException Describe(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => IndexException.InUse(path, error),
        raw.SQLITE_READONLY => IndexException.ReadOnly(path, error),
        raw.SQLITE_CORRUPT => IndexException.Damaged(path, error),
        raw.SQLITE_FULL => IndexException.DiskFull(path, error),
        raw.SQLITE_CANTOPEN => IndexException.CannotOpen(path, error),
        raw.SQLITE_NOTADB => IndexException.NotACatalog(path, error),
        _ => IndexException.Other(path, error),
    };
}
