using Clip.Catalog;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Npgsql;

namespace Clip.Postgres.Writing;

/// <summary>What a part changed.</summary>
/// <param name="Added">Files that are new.</param>
/// <param name="Updated">Files that were there with another content.</param>
/// <param name="Captions">Captions that are new.</param>
internal readonly record struct WrittenCounts(long Added, long Updated, long Captions);

/// <summary>
/// Stores parts of a library, within a transaction of its caller. Rows are stored in the order of their keys, so that
/// writers of the same rows wait for each other instead of for themselves.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="library">The library's key.</param>
internal sealed partial class LibraryWriter(Session session, int library)
{
    private bool _isStaged;

    /// <summary>Stores files with their pictures and captions, in place of what was known of their paths.</summary>
    public WrittenCounts Put(LibraryPart part)
    {
        Stage();
        Copy(part);
        session.Execute(
            """
            WITH numbered AS MATERIALIZED (
                SELECT nextval('clip.entry') AS entry, s.* FROM (
                    SELECT * FROM stage_picture n WHERE NOT EXISTS (
                        SELECT 1 FROM clip.picture p WHERE p.library_id = $1 AND p.hash = n.hash)
                    ORDER BY n) s)
            INSERT INTO clip.picture (library_id, entry, hash, width, height, code, embedding)
            SELECT $1, entry, hash, width, height, embedding::halfvec, embedding::vector FROM numbered ORDER BY hash
            ON CONFLICT (library_id, hash) DO NOTHING
            """,
            library);
        var captions = PutCaptions();
        var left = session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT f.entry FROM stage_file s
            JOIN clip.file f ON f.library_id = $1 AND f.path = s.path
            JOIN clip.picture p ON p.library_id = $1 AND p.entry = f.entry WHERE p.hash <> s.hash
            """,
            library);
        var stored = session.Rows(
            static row => (Id: row.GetInt64(0), IsNew: row.GetBoolean(1)),
            """
            INSERT INTO clip.file AS f (
                library_id, file_id, path, entry, size, modified, changed, inode, text_sidecar, xmp_sidecar, described,
                captured, utc_offset, camera, latitude, longitude, absent, words, word_count)
            SELECT $1, nextval('clip.entry'), s.path, p.entry, s.size, s.modified, s.changed, s.inode, s.text_sidecar,
                   s.xmp_sidecar, s.described, s.captured, s.utc_offset, s.camera, s.latitude, s.longitude, s.absent,
                   '', 0
            FROM stage_file s JOIN clip.picture p ON p.library_id = $1 AND p.hash = s.hash ORDER BY s.path
            ON CONFLICT (library_id, path) DO UPDATE SET
                entry = excluded.entry, size = excluded.size, modified = excluded.modified,
                changed = excluded.changed, inode = excluded.inode, text_sidecar = excluded.text_sidecar,
                xmp_sidecar = excluded.xmp_sidecar, described = excluded.described, captured = excluded.captured,
                utc_offset = excluded.utc_offset, camera = excluded.camera, latitude = excluded.latitude,
                longitude = excluded.longitude, absent = excluded.absent
            RETURNING f.file_id, (f.xmax = 0)
            """,
            library);
        PutFileCaptions();
        session.Execute(
            "DELETE FROM clip.failure x USING stage_file s WHERE x.library_id = $1 AND x.path = s.path", library);
        WriteWords([.. stored.Select(static file => file.Id)]);
        RemoveUnused([.. left.Distinct()]);
        Touch();
        return new WrittenCounts(stored.LongCount(static file => file.IsNew), left.Count, captions);
    }

    /// <summary>Records files that cannot be read, in place of what was known of their paths.</summary>
    public void PutFailures(IReadOnlyList<FailureRecord> failures)
    {
        foreach (var failure in failures.OrderBy(static failure => failure.Path, StringComparer.Ordinal))
        {
            session.Execute(
                """
                INSERT INTO clip.failure (library_id, path, size, modified, changed, reason)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (library_id, path) DO UPDATE SET size = excluded.size, modified = excluded.modified,
                    changed = excluded.changed, reason = excluded.reason
                """,
                library, failure.Path, failure.Size, failure.ModifiedUtcTicks, failure.Changed,
                failure.Reason.Replace('\0', ' '));
        }
        Remove([.. failures.Select(static failure => failure.Path)], withFailures: false);
    }

    /// <summary>Removes files, and the pictures and captions that nothing has any more.</summary>
    /// <param name="paths">Their paths.</param>
    /// <param name="withFailures">Whether to forget also that some could not be read.</param>
    /// <returns>How many files there were.</returns>
    public int Remove(string[] paths, bool withFailures = true)
    {
        if (paths.Length == 0)
            return 0;
        long[] captions = [.. session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT DISTINCT fc.caption FROM clip.file f JOIN clip.file_caption fc USING (library_id, file_id)
            WHERE f.library_id = $1 AND f.path = ANY($2)
            """,
            library, paths)];
        var left = session.Rows(
            static row => row.GetInt64(0),
            "DELETE FROM clip.file WHERE library_id = $1 AND path = ANY($2) RETURNING entry", library, paths);
        if (withFailures)
            session.Execute("DELETE FROM clip.failure WHERE library_id = $1 AND path = ANY($2)", library, paths);
        RemoveUnused([.. left.Distinct()]);
        RemoveUnusedCaptions(captions);
        Touch();
        return left.Count;
    }

    private void RemoveUnused(long[] pictures) => TryRemove(
        """
        DELETE FROM clip.picture p WHERE p.library_id = $1 AND p.entry = ANY($2)
            AND NOT EXISTS (SELECT 1 FROM clip.file f WHERE f.library_id = $1 AND f.entry = p.entry)
        """,
        pictures);

    /// <summary>Removes what nothing refers to. Where somebody has begun to refer to it meanwhile, it stays.</summary>
    private void TryRemove(string sql, long[] entries)
    {
        if (entries.Length == 0)
            return;
        session.Execute("SAVEPOINT unused");
        try
        {
            session.Execute(sql, library, entries);
        }
        catch (StoreException error) when (
            StoreErrors.StateOf(error) == PostgresErrorCodes.ForeignKeyViolation)
        {
            session.Execute("ROLLBACK TO SAVEPOINT unused");
        }
        session.Execute("RELEASE SAVEPOINT unused");
    }

    private void Touch() =>
        session.Execute("UPDATE clip.library SET updated = clock_timestamp() WHERE library_id = $1", library);

    private void Stage()
    {
        if (_isStaged)
            Staging.Empty(session);
        else
            Staging.Create(session);
        _isStaged = true;
    }

    private void Copy(LibraryPart part)
    {
        Staging.Copy(session, "stage_picture", part.Pictures.Index(), static (row, picture) =>
        {
            row.WriteInteger(picture.Index);
            row.WriteBytes(StoredFiles.Bytes(picture.Item.Hash));
            row.WriteInteger(picture.Item.Width);
            row.WriteInteger(picture.Item.Height);
            row.WriteVector(picture.Item.Vector);
        });
        Staging.Copy(session, "stage_file", part.Files, static (row, file) =>
        {
            row.WriteText(file.File.Path);
            row.WriteBytes(StoredFiles.Bytes(file.File.Hash));
            row.WriteNumber(file.Stamp.Size);
            row.WriteNumber(file.Stamp.ModifiedUtcTicks);
            row.WriteNumber(file.Stamp.Identity?.Changed);
            row.WriteNumber(file.Stamp.Identity?.Number);
            row.WriteText(file.Stamp.Sidecar);
            row.WriteText(file.Stamp.Xmp);
            row.WriteTruth(file.File.Metadata is not null);
            row.WriteNumber(file.File.Metadata?.Captured?.Ticks);
            row.WriteInteger((int?)file.File.Metadata?.UtcOffset?.TotalMinutes);
            row.WriteText(file.File.Metadata?.Camera?.Replace('\0', ' '));
            row.WriteDouble(file.File.Metadata?.Place?.Latitude);
            row.WriteDouble(file.File.Metadata?.Place?.Longitude);
            row.WriteTruth(file.File.IsAbsent);
        });
        CopyCaptions(part.Captions);
        var captions = part.Files.SelectMany(static file => file.Captions.SelectMany(origin =>
            origin.Value.Select((digest, place) => (
                file.File.Path, Origin: origin.Key, Place: place, Digest: digest))));
        Staging.Copy(session, "stage_file_caption", captions, static (row, caption) =>
        {
            row.WriteText(caption.Path);
            row.Write((short)caption.Origin, NpgsqlTypes.NpgsqlDbType.Smallint);
            row.WriteInteger(caption.Place);
            row.WriteBytes(caption.Digest);
        });
    }
}
