using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Removes files from the index that no longer exist or are excluded. Files of a drive that is away are only absent:
/// they stay, and are found, until it is back or the user says that they are gone.
/// </summary>
/// <param name="run">The run, whose walk has ended.</param>
/// <param name="scope">The part of the folder that the run covers.</param>
/// <param name="walk">The walk, which knows what is excluded.</param>
/// <param name="prune">Whether to remove every file that the walk did not find, and to keep nothing of it.</param>
internal sealed class MissingFileStep(IndexRun run, FolderScope scope, FolderWalk walk, bool prune) : IIndexStep
{
    private const string Root = ".";

    public void Run(CancellationToken cancellationToken)
    {
        var files = new ExactFileNames(run.Location.Root);
        var excluded = walk.Exclusions();
        // A run over what changed finds little of the rest.
        if (run.Changed is null && run.Known.FoundNothing && !prune && IsEmptied(files, excluded))
        {
            run.Changes.Counts.Absent = run.Known.FileCount;
            run.Report(FolderException.AllMissing(run.Location.Root, run.Location.Directory));
            return;
        }
        var volumes = new KnownVolumes(run);
        if (!run.Known.FoundAll)
            RemoveMissing(files, excluded, volumes, cancellationToken);
        else if (run.Known.Exists)
            Remember([]);
        if (prune && run.Known.Exists)
        {
            run.Changes.OpenIndex().ForgetDeparted();
            run.Changes.CommitIfDue();
        }
        volumes.Update(scope);
    }

    /// <summary>
    /// Whether none of the files is there. An unmounted drive looks like an empty folder, and must not empty its index.
    /// Files that are there without being found are excluded, and those that are excluded now prove nothing.
    /// </summary>
    private bool IsEmptied(ExactFileNames files, IgnoreFiles excluded)
    {
        var isWanted = false;
        foreach (var (path, _, _) in run.Known.Files())
        {
            if (files.Exists(path))
                return false;
            isWanted |= !excluded.MatchAny(path);
        }
        return isWanted;
    }

    private void RemoveMissing(
        ExactFileNames files, IgnoreFiles excluded, KnownVolumes volumes, CancellationToken cancellationToken)
    {
        var census = new FolderCensus(run.Known.NewFiles);
        var moved = run.Changes.MovedFrom.ToHashSet(StringComparer.Ordinal);
        List<(string Path, bool WasAbsent)> missing = [];
        List<string> removed = [];
        foreach (var (path, isFound, wasAbsent) in FilesToCheck())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!scope.Covers(path) || moved.Contains(path))
                continue;
            // A file that exists may not have been walked because it is hidden, or reached another way.
            var isThere = isFound || files.Exists(path);
            // What is excluded is not waited for, whether or not its drive is away.
            var isUnwanted = !isFound && excluded.MatchAny(path);
            if (isThere || !isUnwanted)
                census.Count(path, isThere);
            if (isUnwanted || (isThere && !isFound && prune))
                removed.Add(path);
            else if (!isThere)
                missing.Add((path, wasAbsent));
        }
        foreach (var path in moved)
            census.Count(path, isThere: true);

        var absent = new Dictionary<string, (int Files, bool IsVolume)>(StringComparer.Ordinal);
        var stillLost = StillLost();
        // A rebuild begins with nothing but what is away, so there is nothing to count; it has recorded the folders.
        var isFirstRun = run.Known.Read(IndexNotes.IsFirstRun);
        foreach (var (path, wasAbsent) in prune ? [] : missing)
        {
            var volume = volumes.AwayVolume(path);
            // Nothing needs to be guessed of what somebody deleted.
            if (run.Changed is not null && volume is null)
            {
                removed.Add(path);
                continue;
            }
            var lost = volume ?? (isFirstRun && wasAbsent ? null : census.LostFolder(path))
                ?? (wasAbsent ? stillLost.Find(folder => RelativePath.IsWithin(path, folder)) : null);
            if (lost is null)
            {
                removed.Add(path);
                continue;
            }
            absent[lost] = (absent.GetValueOrDefault(lost).Files + 1, volume is not null);
            volumes.Keep(path);
            if (!wasAbsent && run.Changes.TryOpenIndex())
                run.Changes.OpenIndex().MarkAbsent(path);
        }
        if (prune)
            removed.AddRange(missing.Select(static file => file.Path));
        Remember(absent);
        foreach (var path in removed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Remove(path);
        }
        RemoveFailures(files, volumes, absent.Keys);
        Report(absent);
    }

    /// <summary>
    /// The files that may be gone. Of a run over what changed, those that somebody deleted; the rest is left to a run over
    /// the whole folder.
    /// </summary>
    private IEnumerable<(string Path, bool IsFound, bool WasAbsent)> FilesToCheck() => run.Changed is { } changed
        ? run.Known.FilesAt(changed.Deleted)
        : run.Known.Files();

    /// <summary>
    /// The folders that an earlier run found to have lost all their files, if none of those is back. A picture that was
    /// put there since, and is found now, does not mean that the others were deleted.
    /// </summary>
    private List<string> StillLost() =>
    [
        .. run.Known.Read(IndexNotes.AbsentFolders).Select(static folder => folder == Root ? "" : folder)
            .Where(folder => !run.Known.Returned.Any(path => RelativePath.IsWithin(path, folder))),
    ];

    private void Remember(Dictionary<string, (int Files, bool IsVolume)> absent)
    {
        var found = absent.Keys.Select(static folder => folder.Length == 0 ? Root : folder);
        // A run over what changed does not see whether others are back.
        string[] folders =
            [.. (run.Changed is null ? found : found.Union(run.Known.Read(IndexNotes.AbsentFolders))).Order()];
        if (folders.SequenceEqual(run.Known.Read(IndexNotes.AbsentFolders)) || !run.Changes.TryOpenIndex())
            return;
        run.Changes.Write(IndexNotes.AbsentFolders, folders);
        run.Changes.CommitIfDue();
    }

    private void Report(Dictionary<string, (int Files, bool IsVolume)> absent)
    {
        foreach (var (folder, (count, isVolume)) in absent)
        {
            run.Changes.Counts.Absent += count;
            var (path, root, index) = (run.Location.Full(folder), run.Location.Root, run.Location.Directory);
            run.Report(isVolume
                ? FolderException.OtherDrive(path, root, index, count)
                : FolderException.Absent(path, root, index, count));
        }
    }

    /// <summary>Forgets failures of files that are gone.</summary>
    private void RemoveFailures(ExactFileNames files, KnownVolumes volumes, ICollection<string> absent)
    {
        foreach (var path in run.Known.FailuresNotFound())
        {
            var isAbsent = volumes.AwayVolume(path) is not null
                || absent.Any(folder => RelativePath.IsWithin(path, folder));
            if (scope.Covers(path) && (prune || (!isAbsent && !files.Exists(path))))
                Remove(path);
        }
    }

    /// <summary>Removes a file, or the record of its failure.</summary>
    private void Remove(string path)
    {
        var index = run.Changes.OpenIndex();
        var isFile = index.FindFile(path) is not null;
        if (index.RemoveFile(path) && isFile)
        {
            run.Changes.Counts.Removed++;
            run.Changes.Report(new IndexChange(IndexChangeKind.Removed, path));
        }
        run.Changes.CommitIfDue();
    }
}
