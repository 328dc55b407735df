using Microsoft.Data.Sqlite;

namespace Clip.Catalog;

/// <summary>An index cannot be opened, read or written.</summary>
public sealed class IndexException : ClipException
{
    private const string Elsewhere = "keep the index in another place with --index-dir DIR";

    /// <summary>What to do about an index that is beyond repair.</summary>
    internal const string StartAgain = "restore the folder from a copy, or delete it and index again";

    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public IndexException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Whether <c>index --repair</c> makes anew what is wrong.</summary>
    internal bool IsRepairable { get; private init; }

    /// <summary>A vector file that cannot be used as a whole; the catalog knows what belongs into it.</summary>
    internal static IndexException UnusableVectors(string path, string problem, Exception? cause = null) =>
        new(path, problem, "make it anew with: clipsearch index --repair", cause) { IsRepairable = true };

    internal static IndexException Damaged(string path, string detail) => new(path, $"is damaged ({detail})", StartAgain);

    /// <summary>Says in the user's words what SQLite or the operating system said about a file of the index.</summary>
    internal static IndexException From(string path, Exception cause) => cause switch
    {
        IndexException known => known,
        SqliteException sqlite => FromSqlite(path, sqlite),
        IOException io when IsDiskFull(io) => DiskFull(path, io),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } =>
            new IndexException(path, "cannot be written", Elsewhere, cause),
        _ => new IndexException(path, $"cannot be used ({cause.Message.TrimEnd('.')})", null, cause),
    };

    // Error numbers: Linux and macOS as they are, Windows as HRESULT_FROM_WIN32.
    private const int ReadOnlyFileSystem = 30;

    private static bool IsDiskFull(IOException io) => io.HResult is 28 // ENOSPC
        or unchecked((int)0x80070070) or unchecked((int)0x80070027) // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
        or 122 or 69; // EDQUOT

    private static IndexException DiskFull(string path, Exception cause) => new(
        path, "the disk is full", $"free some space or {Elsewhere}; what was stored before is kept", cause);

    private static IndexException FromSqlite(string path, SqliteException cause) => cause.SqliteErrorCode switch
    {
        5 or 6 => new(path, "is in use by another program", "try again when that has finished", cause),
        8 => new(path, "cannot be written", Elsewhere, cause),
        11 => new(path, "is damaged", StartAgain, cause),
        13 => DiskFull(path, cause),
        14 => new(path, "cannot be opened", "check that it is a file and that you may read it and its folder", cause),
        26 => new(path, "is not a catalog of Clip", "move it elsewhere, or keep the index in another place with --index-dir DIR", cause),
        _ => new(path, $"cannot be used ({cause.Message.TrimEnd('.')})", null, cause),
    };
}
