using System.Buffers.Binary;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    private string SelectFile =>
        $"""
        SELECT f.path, f.size, f.modified, p.hash, p.width, p.height, f.entry,
               {(HasFileIdentity ? "f.absent" : "0")},
               {(HasSidecars ? SidecarMetadataColumns : HasMetadata ? MetadataColumns : NoMetadataColumns)}
        FROM file f JOIN picture p ON p.entry = f.entry{(HasSidecars ? JoinSidecar : "")}

        """;

    public FileRecord? FindFile(string path)
    {
        if (!StorableText.IsStorable(path))
            return null;
        using var answer = Query(SelectFile + "WHERE f.path = ?1", path);
        return answer.Next() ? ReadFile(answer) : null;
    }

    /// <summary>The next files in the order of their paths.</summary>
    public List<FileRecord> FilesAfter(string path, int count)
    {
        var files = new List<FileRecord>(count);
        using var answer = Query(SelectFile + "WHERE f.path > ?1 ORDER BY f.path LIMIT ?2", path, (long)count);
        while (answer.Next())
            files.Add(ReadFile(answer));
        return files;
    }

    /// <summary>The next files in a folder in the order of their paths.</summary>
    /// <param name="folder">The folder, with a <c>/</c> at its end.</param>
    /// <param name="path">The path after which they come.</param>
    /// <param name="count">The most files.</param>
    public List<FileRecord> FilesAfter(string folder, string path, int count)
    {
        var files = new List<FileRecord>();
        // What follows "/" is "0": SQLite compares paths by their bytes.
        using var answer = Query(
            SelectFile + "WHERE f.path > ?1 AND f.path < ?2 ORDER BY f.path LIMIT ?3", path, folder[..^1] + "0",
            (long)count);
        while (answer.Next())
            files.Add(ReadFile(answer));
        return files;
    }

    /// <summary>The paths of all files.</summary>
    public List<string> Paths()
    {
        List<string> paths = [];
        using var answer = Query("SELECT path FROM file");
        while (answer.Next())
            paths.Add(answer.Text(0));
        return paths;
    }

    /// <summary>The files that hold a picture, in the order of their paths.</summary>
    public List<FileRecord> FilesOf(long entry)
    {
        var files = new List<FileRecord>();
        using var answer = Query(SelectFile + "WHERE f.entry = ?1 ORDER BY f.path", entry);
        while (answer.Next())
            files.Add(ReadFile(answer));
        return files;
    }

    /// <summary>
    /// The files that hold some pictures, in the order of the pictures and then of their paths, each with its first
    /// caption. One query for all of them, because starting a query takes longer than reading its rows.
    /// </summary>
    /// <param name="entries">The pictures; each row names one by its index in this list.</param>
    public IEnumerable<(int At, string Path, string? Caption)> ReadPaths(IEnumerable<long> entries)
    {
        using var answer = Query(
            """
            SELECT wanted.key, f.path, c.text
            FROM json_each(?1) wanted CROSS JOIN file f ON f.entry = wanted.value
            LEFT JOIN file_caption fc
                ON fc.file = f.id AND fc.position = (SELECT min(position) FROM file_caption WHERE file = f.id)
            LEFT JOIN caption c ON c.entry = fc.caption
            ORDER BY wanted.key, f.path
            """,
            $"[{string.Join(',', entries)}]");
        while (answer.Next())
            yield return ((int)answer.Int64(0), answer.Text(1), answer.TextOrNull(2));
    }

    public (long Id, long Entry)? FindFileId(string path)
    {
        if (!StorableText.IsStorable(path))
            return null;
        using var answer = Query("SELECT id, entry FROM file WHERE path = ?1", path);
        return answer.Next() ? (answer.Int64(0), answer.Int64(1)) : null;
    }

    public void InsertFile(FileRecord file, long entry) => Run(
        "INSERT INTO file (path, entry, size, modified, changed, inode) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        file.Path, entry, file.Size, file.ModifiedUtcTicks, file.Identity.Changed, file.Identity.Number);

    public void UpdateFile(long id, FileRecord file, long entry) => Run(
        """
        UPDATE file SET entry = ?2, size = ?3, modified = ?4, changed = ?5, inode = ?6, own = NULL, absent = 0
        WHERE id = ?1
        """,
        id, entry, file.Size, file.ModifiedUtcTicks, file.Identity.Changed, file.Identity.Number);

    public void DeleteFile(long id)
    {
        Run("DELETE FROM sidecar WHERE file = ?1", id);
        Run("DELETE FROM file WHERE id = ?1", id);
    }

    private FileRecord ReadFile(Statement.Answer answer)
    {
        var hash = answer.Bytes(3);
        if (hash.Length != 16)
            throw IndexException.Damaged(Path, "a hash has the wrong length");
        return new FileRecord(
            answer.Text(0), answer.Int64(1), answer.Int64(2), BinaryPrimitives.ReadUInt128BigEndian(hash),
            (int)answer.Int64(4), (int)answer.Int64(5), answer.Int64(6))
        {
            IsAbsent = answer.Int64(7) != 0,
            Metadata = ReadMetadata(answer, 8),
        };
    }
}
