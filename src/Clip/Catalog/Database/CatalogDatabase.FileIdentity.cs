using Clip.Files;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// Format 3: what identifies an unchanged file beyond its size and time (see <see cref="FileIdentity"/>; null
    /// where it was never recorded); what is kept of pictures that left the index, in case their content comes back;
    /// and the volumes that files lie on.
    /// </summary>
    private const string FileIdentities = """
        ALTER TABLE file ADD COLUMN changed INTEGER;
        ALTER TABLE file ADD COLUMN inode INTEGER;
        -- Whether it was missing together with everything else in a folder, and has not been found since.
        ALTER TABLE file ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE failure ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

        -- The vectors of contents that no file has any more, until a compaction takes their rows.
        CREATE TABLE departed_picture (
            hash BLOB PRIMARY KEY,
            entry INTEGER NOT NULL UNIQUE,
            width INTEGER NOT NULL, height INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- The given captions that a content had at a path, with U+001E between them; and the path that it is at again.
        CREATE TABLE departed_caption (
            hash BLOB NOT NULL, path TEXT NOT NULL,
            captions TEXT NOT NULL, returned TEXT,
            PRIMARY KEY (hash, path)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX departed_caption_returned ON departed_caption (returned) WHERE returned IS NOT NULL;

        -- Folders at which another volume begins, relative to the root.
        CREATE TABLE volume (path TEXT PRIMARY KEY, identity TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Whether the tables have what identifies a file beyond its size and time.</summary>
    private bool HasFileIdentity => Format >= 3;

    private string StampColumns => $"""
        size, modified, {(HasMetadata ? "own" : "NULL")},
        {(HasFileIdentity ? "changed, inode, absent" : "NULL, NULL, 0")}, {(HasSidecars ? "xmp" : "NULL")}
        """;

    public FileStamp? FindStamp(string path)
    {
        if (!StorableText.IsStorable(path))
            return null;
        using var answer = Query($"SELECT {StampColumns} FROM file WHERE path = ?1", path);
        return answer.Next() ? Stamp(answer) : null;
    }

    /// <summary>The next files in the order of their paths, which is that of their code points.</summary>
    public List<(string Path, FileStamp Stamp)> StampsAfter(string path, int count)
    {
        var stamps = new List<(string, FileStamp)>();
        using var answer = Query(
            $"SELECT {StampColumns}, path FROM file WHERE path > ?1 ORDER BY path LIMIT ?2", path, count);
        while (answer.Next())
            stamps.Add((answer.Text(7), Stamp(answer)));
        return stamps;
    }

    /// <summary>Records that a file was written or copied over without a change of its content.</summary>
    /// <returns>Whether there is such a file.</returns>
    public bool TouchFile(string path, long size, long modified, FileIdentity identity) => Run(
        "UPDATE file SET size = ?2, modified = ?3, changed = ?4, inode = ?5, absent = 0 WHERE path = ?1",
        path, size, modified, identity.Changed, identity.Number) > 0;

    /// <summary>Records that a file is missing together with everything else in a folder.</summary>
    public void MarkAbsent(string path) => Run("UPDATE file SET absent = 1 WHERE path = ?1", path);

    /// <summary>The folders at which another volume begins, and which volume.</summary>
    public List<(string Path, string Identity)> Volumes()
    {
        var volumes = new List<(string, string)>();
        if (!HasFileIdentity)
            return volumes;
        using var answer = Query("SELECT path, identity FROM volume ORDER BY path");
        while (answer.Next())
            volumes.Add((answer.Text(0), answer.Text(1)));
        return volumes;
    }

    public void WriteVolume(string path, string identity) =>
        Run("INSERT OR REPLACE INTO volume (path, identity) VALUES (?1, ?2)", path, identity);

    public void DeleteVolume(string path) => Run("DELETE FROM volume WHERE path = ?1", path);

    private static FileStamp Stamp(Statement.Answer answer)
    {
        var identity = answer.Int64OrNull(3) is { } changed
            ? new FileIdentity(changed, answer.Int64OrNull(4) ?? 0)
            : (FileIdentity?)null;
        return new FileStamp(answer.Int64(0), answer.Int64(1), identity, answer.TextOrNull(2), answer.TextOrNull(6))
        {
            IsAbsent = answer.Int64(5) != 0,
        };
    }
}
