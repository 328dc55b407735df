using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Gives captions back to pictures that had left the index. They wait in the catalog until it is done, so an
/// interrupted run loses none.
/// </summary>
internal sealed class ReturnedCaptionStep(IndexRun run) : IIndexStep
{
    private const int PageSize = 256;

    public void Run(CancellationToken cancellationToken)
    {
        if (!run.Changes.IsOpen || run.Model.TextGraph is null)
            return;
        var index = run.Changes.OpenIndex();
        while (index.ReturnedCaptions(PageSize) is { Count: > 0 } page)
        {
            using var hold = index.HoldCaptions();
            var entries = new CaptionVectors(run).Store(
                page.SelectMany(static file => file.Captions).Select(static caption => caption.Text).Distinct(),
                cancellationToken);
            foreach (var file in page)
                index.TakeReturned(file, entries);
            run.Changes.CommitIfDue(page.Count);
        }
    }
}
