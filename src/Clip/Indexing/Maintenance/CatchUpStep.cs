using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Opens the index for writing if metadata or captions of known pictures are still to be read, for example because an
/// older program wrote the index. The following steps read them if the index is open; an up-to-date index stays closed.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="ignoresFailure">Whether the run goes on without them if the index cannot be written.</param>
internal sealed class CatchUpStep(IndexRun run, bool ignoresFailure) : IIndexStep
{
    public void Run(CancellationToken cancellationToken)
    {
        if (run.Changes.IsOpen)
            return;
        if (!run.Known.HasUnreadMetadata && !(run.TakesPictureCaptions && run.Known.HasUnreadCaptions))
            return;
        try
        {
            run.Changes.OpenIndex();
        }
        catch (IndexException) when (ignoresFailure)
        {
            // Otherwise every search of an old index on a read-only drive would report this.
        }
    }
}
