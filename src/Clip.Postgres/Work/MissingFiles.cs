using Clip.Files;
using Clip.Indexing.Maintenance;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// Removes files that are gone or excluded. A folder that lost all of its files at once is more likely on a drive that
/// is away than deleted, so they stay, unless the user says that they are gone.
/// </summary>
/// <param name="location">The library.</param>
/// <param name="library">Its row.</param>
/// <param name="plan">What the walk found.</param>
/// <param name="scope">The part of the folder that was walked.</param>
/// <param name="walk">What is excluded.</param>
internal sealed class MissingFiles(
    IndexLocation location, StoredLibrary library, FolderPlan plan, FolderScope scope, FolderWalk walk)
{
    private const int RemovedTogether = 1024;

    /// <summary>Removes them.</summary>
    /// <param name="prune">Whether to remove also what may only be away.</param>
    /// <param name="before">The last number that was given before this run: files with a higher one are new.</param>
    /// <param name="report">Called with each folder that seems to be away.</param>
    /// <param name="cancellationToken">Stops the removal between pages.</param>
    public (long Removed, long Moved, long Absent) Run(
        bool prune, long before, Action<ClipException> report, CancellationToken cancellationToken)
    {
        var store = LibraryCreation.Reader(location).Store;
        var there = new ExactFileNames(location.Root);
        var excluded = walk.Exclusions();
        var census = new FolderCensus(plan.NewFiles);
        List<string> missing = [];
        List<string> gone = [];
        var isAnyThere = false;
        foreach (var (path, id) in Known(store))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Those of this run were there a moment ago.
            var isFound = id > before || plan.HasFound(path);
            var isThere = isFound || there.Exists(path);
            isAnyThere |= isThere;
            if (!scope.Covers(path))
                continue;
            var isUnwanted = !isFound && excluded.MatchAny(path);
            if (isThere || !isUnwanted)
                census.Count(path, isThere);
            if (isUnwanted || (isThere && !isFound && prune))
                gone.Add(path);
            else if (!isThere)
                missing.Add(path);
        }
        if (missing.Count > 0 && !isAnyThere && !prune)
        {
            report(FolderException.AllMissing(location.Root, location.Directory));
            return (0, 0, missing.Count);
        }
        var absent = prune
            ? []
            : missing.GroupBy(census.LostFolder).Where(static group => group.Key is not null).ToList();
        foreach (var folder in absent)
        {
            report(FolderException.Absent(
                location.Full(folder.Key!), location.Root, location.Directory, folder.Count()));
        }
        var kept = absent.SelectMany(static folder => folder).ToHashSet(StringComparer.Ordinal);
        gone.AddRange(missing.Where(path => !kept.Contains(path)));
        gone.AddRange(Failures(store).Where(path =>
            !plan.HasFound(path) && scope.Covers(path) && !there.Exists(path)
            && !absent.Exists(folder => RelativePath.IsWithin(path, folder.Key!))));
        var (removed, moved) = Remove(store, gone, before, cancellationToken);
        MarkAbsent(store, kept);
        return (removed, moved, kept.Count);
    }

    private List<(string Path, long Id)> Known(PostgresStore store)
    {
        using var session = store.Begin(isSnapshot: true);
        return session.Rows(
            static row => (row.GetString(0), row.GetInt64(1)),
            "SELECT path, file_id FROM clip.file WHERE library_id = $1 ORDER BY path", library.Id);
    }

    private List<string> Failures(PostgresStore store)
    {
        using var session = store.Begin(isSnapshot: true);
        return session.Rows(
            static row => row.GetString(0), "SELECT path FROM clip.failure WHERE library_id = $1 ORDER BY path",
            library.Id);
    }

    private (long Removed, long Moved) Remove(
        PostgresStore store, List<string> gone, long before, CancellationToken cancellationToken)
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
                    library.Id, page, before);
                var writer = new LibraryWriter(session, library.Id);
                foreach (var (from, to) in pairs)
                    writer.MoveGivenCaptions(from, to);
                return (writer.Remove(page), pairs);
            });
            moved += pairs.Count;
            removed += count - pairs.Count;
        }
        return (removed, moved);
    }

    private void MarkAbsent(PostgresStore store, HashSet<string> kept)
    {
        if (kept.Count == 0)
            return;
        store.Change(session => session.Execute(
            "UPDATE clip.file SET absent = true WHERE library_id = $1 AND path = ANY($2) AND NOT absent", library.Id,
            kept.ToArray()));
    }
}
