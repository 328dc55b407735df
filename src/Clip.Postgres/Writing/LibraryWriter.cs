using Clip.Catalog;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;

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
        PutPictures();
        var captions = PutCaptions();
        // Whoever writes the same paths waits here, so that what they leave is what is stored now.
        var left = session.Rows(
            static row => (Entry: row.GetInt64(0), IsOther: row.GetBoolean(1)),
            """
            SELECT f.entry, p.hash <> s.hash FROM clip.file f
            JOIN stage_file s ON s.path = f.path
            JOIN clip.picture p ON p.library_id = f.library_id AND p.entry = f.entry
            WHERE f.library_id = $1 ORDER BY f.path FOR UPDATE OF f
            """,
            library).Where(static file => file.IsOther).Select(static file => file.Entry).ToList();
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

    /// <summary>
    /// Stores pictures that are not there yet, and keeps others from removing those that are until the transaction
    /// ends: one that loses its last file somewhere else meanwhile is stored again. A picture that another worker has
    /// stored with the number of a later copy gets that of the first one.
    /// </summary>
    private void PutPictures() => PutAll(
        """
        WITH numbered AS MATERIALIZED (
            SELECT coalesce(s.number, nextval('clip.entry')) AS entry, s.* FROM (
                SELECT * FROM stage_picture n WHERE NOT EXISTS (
                    SELECT 1 FROM clip.picture p WHERE p.library_id = $1 AND p.hash = n.hash)
                ORDER BY n) s)
        INSERT INTO clip.picture (library_id, entry, hash, width, height, code, embedding)
        SELECT $1, entry, hash, width, height, embedding::halfvec, embedding::vector FROM numbered ORDER BY hash
        ON CONFLICT (library_id, hash) DO NOTHING
        """,
        """
        SELECT (SELECT count(*) FROM stage_picture) - count(*) FROM (
            SELECT FROM clip.picture p JOIN stage_picture s ON s.hash = p.hash WHERE p.library_id = $1
            ORDER BY p.hash FOR KEY SHARE OF p) kept
        """,
        new PlannedOrder(session, library).Restore);

    /// <summary>Inserts what is staged until all of it is there and stays.</summary>
    /// <param name="insert">Inserts what is missing.</param>
    /// <param name="keep">Locks what is there, and counts what is not.</param>
    /// <param name="order">Brings what is there into its order; null where it has none.</param>
    /// <returns>How many rows are new.</returns>
    private int PutAll(string insert, string keep, Action? order = null)
    {
        var added = 0;
        do
        {
            added += session.Execute(insert, library);
            order?.Invoke();
        }
        while (session.Value<long>(keep, library) > 0);
        return added;
    }

    /// <summary>Records files that cannot be read, in place of what was known of their paths.</summary>
    public void PutFailures(IReadOnlyList<FailureRecord> failures)
    {
        if (failures.Count == 0)
            return;
        var last = failures.GroupBy(static failure => failure.Path, StringComparer.Ordinal)
            .Select(static group => group.Last()).ToList();
        string[] paths = [.. last.Select(static failure => failure.Path)];
        // Before the failures, as those who store files do it, so that neither waits for the other.
        Remove(paths, withFailures: false);
        session.Execute(
            """
            INSERT INTO clip.failure (library_id, path, size, modified, changed, reason)
            SELECT $1, * FROM unnest($2, $3, $4, $5, $6) f (path, size, modified, changed, reason)
            ORDER BY path COLLATE "C"
            ON CONFLICT (library_id, path) DO UPDATE SET size = excluded.size, modified = excluded.modified,
                changed = excluded.changed, reason = excluded.reason
            """,
            library, paths, last.Select(static failure => failure.Size).ToArray(),
            last.Select(static failure => failure.ModifiedUtcTicks).ToArray(),
            last.Select(static failure => failure.Changed).ToArray(),
            last.Select(static failure => failure.Reason.Replace('\0', ' ')).ToArray());
        Touch();
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
            """
            DELETE FROM clip.file WHERE library_id = $1 AND file_id = ANY(ARRAY(
                SELECT file_id FROM clip.file WHERE library_id = $1 AND path = ANY($2) ORDER BY path FOR UPDATE))
            RETURNING entry
            """,
            library, paths);
        if (withFailures)
            session.Execute("DELETE FROM clip.failure WHERE library_id = $1 AND path = ANY($2)", library, paths);
        RemoveUnused([.. left.Distinct()]);
        RemoveUnusedCaptions(captions);
        Touch();
        return left.Count;
    }

    private void RemoveUnused(long[] pictures) => RemoveUnused(
        "clip.picture", pictures,
        "NOT EXISTS (SELECT 1 FROM clip.file f WHERE f.library_id = u.library_id AND f.entry = u.entry)");

    /// <summary>
    /// Removes what nothing refers to. What others have in hand stays: they may be about to refer to it. The row is
    /// locked before its references are looked for, so that none can be added meanwhile.
    /// </summary>
    private void RemoveUnused(string table, long[] entries, string condition)
    {
        if (entries.Length == 0)
            return;
        long[] free =
        [
            .. session.Rows(
                static row => row.GetInt64(0),
                $"""
                SELECT u.entry FROM {table} u WHERE u.library_id = $1 AND u.entry = ANY($2) AND {condition}
                ORDER BY u.entry FOR UPDATE OF u SKIP LOCKED
                """,
                library, entries),
        ];
        if (free.Length > 0)
        {
            session.Execute(
                $"DELETE FROM {table} u WHERE u.library_id = $1 AND u.entry = ANY($2) AND {condition}", library, free);
        }
    }

    /// <summary>
    /// Removes the pictures and captions that nothing refers to, which stay where several programs remove the last
    /// files of one at the same time, and failures of files that another program could read.
    /// </summary>
    public void RemoveAllUnused()
    {
        RemoveUnused([.. session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT p.entry FROM clip.picture p WHERE p.library_id = $1
                AND NOT EXISTS (SELECT 1 FROM clip.file f WHERE f.library_id = $1 AND f.entry = p.entry)
            """,
            library)]);
        RemoveAllUnusedCaptions();
        session.Execute(
            """
            DELETE FROM clip.failure x USING clip.file f
            WHERE x.library_id = $1 AND f.library_id = $1 AND f.path = x.path AND x.size = f.size
                AND x.modified = f.modified
            """,
            library);
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
            row.WriteNumber(picture.Item.Number);
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
