using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Reads the dates, cameras and places in XMP sidecars that are new or have changed. Pictures are not opened. A file
/// that is not there now is read by a later run.
/// </summary>
internal sealed class SidecarMetadataStep(IndexRun run) : IIndexStep
{
    private const int PageSize = 256;

    public void Run(CancellationToken cancellationToken)
    {
        if (!run.Changes.IsOpen)
            return;
        var index = run.Changes.OpenIndex();
        for (var last = -1L; index.UnreadSidecarsAfter(last, PageSize) is { Count: > 0 } page; last = page[^1].Id)
        {
            foreach (var (_, path) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(index, path);
            }
        }
    }

    private void Read(PictureIndexWriter index, string path)
    {
        var fullPath = run.Location.Full(path);
        if (!File.Exists(fullPath))
            return;
        var signature = Sidecar.XmpPart(Sidecar.SignatureFor(fullPath));
        index.DescribeBySidecar(
            path, signature, signature.Length > 0 ? XmpSidecars.Read(fullPath, run.Report) : null);
        run.Changes.CommitIfDue();
    }
}
