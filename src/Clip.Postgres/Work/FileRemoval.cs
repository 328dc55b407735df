using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>Removes files of a library that are gone.</summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
internal sealed class FileRemoval(PostgresStore store, int library)
{
    private const int RemovedTogether = 1024;

    /// <summary>The files that the library knows, and their numbers: those of a later run have higher ones.</summary>
    public List<(string Path, long Id)> Known()
    {
        using var session = store.Begin(isSnapshot: true);
        return session.Rows(
            static row => (row.GetString(0), row.GetInt64(1)),
            "SELECT path, file_id FROM clip.file WHERE library_id = $1 ORDER BY path", library);
    }

    /// <summary>The files that could not be read.</summary>
    public List<string> Failures()
    {
        using var session = store.Begin(isSnapshot: true);
        return session.Rows(
            static row => row.GetString(0), "SELECT path FROM clip.failure WHERE library_id = $1 ORDER BY path",
            library);
    }

    /// <summary>Removes files, and gives what belongs to one that has moved to the file at its new place.</summary>
    /// <param name="gone">Their paths.</param>
    /// <param name="before">The last number that was given before this run: files with a higher one are new.</param>
    /// <param name="cancellationToken">Stops the removal between pages.</param>
    public (long Removed, long Moved) Run(
        IReadOnlyList<string> gone, long before, CancellationToken cancellationToken)
    {
        var (removed, moved) = (0L, 0L);
        foreach (var page in gone.Chunk(RemovedTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (count, pairs) = store.Change(session =>
            {
                // A new file with the content of one that is gone is that file at another place, with what was given
                // to it.
                var pairs = session.Rows(
                    static row => (From: row.GetInt64(0), To: row.GetInt64(1)),
                    """
                    SELECT DISTINCT ON (f.entry) f.file_id, n.file_id FROM clip.file f
                    JOIN clip.file n ON n.library_id = f.library_id AND n.entry = f.entry AND n.file_id > $3
                        AND n.path <> ALL($2)
                    WHERE f.library_id = $1 AND f.path = ANY($2) ORDER BY f.entry, f.file_id, n.file_id
                    """,
                    library, page, before);
                var writer = new LibraryWriter(session, library);
                foreach (var (from, to) in pairs)
                    writer.MoveGivenCaptions(from, to);
                return (writer.Remove(page), pairs);
            });
            moved += pairs.Count;
            removed += count - pairs.Count;
        }
        return (removed, moved);
    }
}
