using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Clip.VectorData.Storage;

/// <summary>Says what is wrong with the file of a store.</summary>
internal static class RecordFileErrors
{
    public static Exception Describe(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new IOException(
            $"{path} is in use by another store, in this program or another. Share one store, or dispose the other "
            + "first.", error),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new InvalidDataException(
            $"{path} is damaged, or not a database. Restore it from a backup, or delete it to start anew.", error),
        raw.SQLITE_FULL => new IOException($"The disk of {path} is full.", error),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => new IOException(
            $"{path} cannot be opened for writing. Check the permissions of its folder.", error),
        _ => new IOException($"{path} cannot be read or written: {error.Message}", error),
    };
}
