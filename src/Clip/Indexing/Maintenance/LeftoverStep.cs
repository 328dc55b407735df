using Clip.Catalog.Maintenance;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Removes what killed programs have left of the index. An unfinished rebuild, which the next one continues, is left
/// unless everything that is kept for later is to be dropped.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="prune">Whether an unfinished rebuild is removed too.</param>
internal sealed class LeftoverStep(IndexRun run, bool prune) : IIndexStep
{
    public void Run(CancellationToken cancellationToken)
    {
        var found = IndexLeftovers.Find(run.Location, run.Changes.IsOpen);
        if (found.Any(IsToGo) && run.Changes.TryOpenIndex())
        {
            // Again: until the index was open, another program could begin a rebuild.
            found = IndexLeftovers.Find(run.Location, isWriter: true);
            run.Changes.RemovedLeftovers.AddRange(
                found.Where(IsToGo).Where(IndexLeftovers.Remove).Select(static leftover => leftover.Path));
        }
        run.Changes.UnfinishedRebuild = found.FirstOrDefault(
            leftover => leftover.IsUnfinishedRebuild && !run.Changes.RemovedLeftovers.Contains(leftover.Path))?.Path;
    }

    private bool IsToGo(IndexLeftover leftover) => prune || !leftover.IsUnfinishedRebuild;
}
