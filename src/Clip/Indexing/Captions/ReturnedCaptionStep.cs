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
                page.SelectMany(static file => file.Texts).Distinct(), cancellationToken);
            foreach (var file in page)
            {
                var captions = file.Texts.Where(entries.ContainsKey).Select(text => entries[text]);
                if (index.FindFile(file.To) is not null)
                    index.SetCaptions(file.To, [.. captions]);
                index.DropReturned(file);
            }
            run.Changes.CommitIfDue(page.Count);
        }
    }
}
