using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>Removes files from the index that no longer exist.</summary>
/// <param name="run">The run, whose walk has ended.</param>
/// <param name="scope">The part of the folder that the run covers.</param>
/// <param name="prune">Whether to remove files that exist but are excluded, and all files of an empty folder.</param>
internal sealed class MissingFileStep(IndexRun run, FolderScope scope, bool prune) : IIndexStep
{
    public void Run(CancellationToken cancellationToken)
    {
        if (run.Known.FoundNothing && !prune)
        {
            // An unmounted drive looks like an empty folder, and must not empty its index.
            run.Report(FolderException.AllMissing(run.Location.Root));
            return;
        }
        // Excluded files are not walked, but exist.
        var files = new ExactFileNames(run.Location.Root);
        foreach (var path in run.Known.NotFound())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scope.Covers(path) && (prune || !files.Exists(path)))
                Remove(path);
        }
    }

    /// <summary>Removes a file, or the record of its failure.</summary>
    private void Remove(string path)
    {
        var index = run.Changes.OpenIndex();
        var isFile = index.FindFile(path) is not null;
        if (index.RemoveFile(path) && isFile)
            run.Changes.Counts.Removed++;
        run.Changes.CommitIfDue();
    }
}
