using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Attaches the captions in pictures' sidecars and in their embedded metadata: titles, descriptions and keywords. The
/// catalog records which files have been read, so an interrupted run loses none.
/// </summary>
internal sealed class PictureCaptionStep(IndexRun run) : IIndexStep
{
    private const int PageSize = 256;

    public void Run(CancellationToken cancellationToken)
    {
        if (!run.TakesPictureCaptions || !run.Changes.IsOpen)
            return;
        var index = run.Changes.OpenIndex();
        for (var last = -1L; index.UnreadCaptionsAfter(last, PageSize) is { Count: > 0 } page; last = page[^1].Id)
            AttachPage(index, page, cancellationToken);
    }

    private void AttachPage(
        PictureIndexWriter index, IReadOnlyList<UnreadCaptions> page, CancellationToken cancellationToken)
    {
        var read = new List<FileCaptions>(page.Count);
        foreach (var file in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fullPath = run.Location.Full(file.Path);
            // A file on a drive that is not mounted is read by a later run.
            if (!File.Exists(fullPath))
                continue;
            var signature = Sidecar.SignatureFor(fullPath);
            IReadOnlyList<string> captions = signature.Length > 0
                ? SidecarCaptions.Read(fullPath, run.Report, cancellationToken)
                : [];
            read.Add(new FileCaptions(file.Path, signature, captions, file.Embedded));
        }

        using var hold = index.HoldCaptions();
        // Not committed before their files: otherwise a search could find a caption that no picture has.
        var entries = new CaptionVectors(run).Store(
            read.SelectMany(static file => file.Sidecar.Concat(file.Embedded)).Distinct(),
            isStandalone: static _ => false, mayCommit: false, cancellationToken);
        foreach (var file in read)
        {
            index.SetCaptions(file.Path, [.. file.Sidecar.Select(text => entries[text])], CaptionOrigin.Beside);
            index.SetCaptions(file.Path, [.. file.Embedded.Select(text => entries[text])], CaptionOrigin.Embedded);
            index.SetSidecar(file.Path, file.SidecarSignature);
        }
        if (read.Count > 0)
            run.Changes.CommitIfDue(read.Count);
    }

    private sealed record FileCaptions(
        string Path, string SidecarSignature, IReadOnlyList<string> Sidecar, IReadOnlyList<string> Embedded);
}
