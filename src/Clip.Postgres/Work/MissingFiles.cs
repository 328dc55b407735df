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
        var removal = new FileRemoval(store, library.Id);
        foreach (var (path, id) in removal.Known())
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
        gone.AddRange(removal.Failures().Where(path =>
            !plan.HasFound(path) && scope.Covers(path) && !there.Exists(path)
            && !absent.Exists(folder => RelativePath.IsWithin(path, folder.Key!))));
        var (removed, moved) = removal.Run(gone, before, cancellationToken);
        MarkAbsent(store, kept);
        return (removed, moved, kept.Count);
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
