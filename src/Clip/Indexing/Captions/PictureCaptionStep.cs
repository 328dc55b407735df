using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Attaches the captions in pictures' text sidecars, and the titles, descriptions and keywords in their XMP sidecars
/// and in their files. The catalog records which files have been read, so an interrupted run loses none.
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
            IReadOnlyList<string> beside = signature.Length > 0
                ? SidecarCaptions.Read(fullPath, run.Report, cancellationToken)
                : [];
            // What is wrong with the sidecar has been reported when its other metadata were read.
            var xmp = Sidecar.XmpPart(signature).Length > 0 ? XmpSidecars.Read(fullPath, static _ => { }) : null;
            var said = xmp?.Texts.Over(file.Embedded) ?? file.Embedded;
            read.Add(new FileCaptions(file.Path, signature, beside, [.. said.All]));
        }

        using var hold = index.HoldCaptions();
        var entries = new CaptionVectors(run).Store(
            read.SelectMany(static file => file.Sidecar.Concat(file.Embedded)).Distinct(), cancellationToken);
        foreach (var file in read)
        {
            index.SetCaptions(file.Path, Entries(file.Sidecar), CaptionOrigin.Beside);
            index.SetCaptions(file.Path, Entries(file.Embedded), CaptionOrigin.Embedded);
            index.SetSidecar(file.Path, file.SidecarSignature);
        }
        if (read.Count > 0)
            run.Changes.CommitIfDue(read.Count);

        List<long> Entries(IReadOnlyList<string> captions) =>
            [.. captions.Where(entries.ContainsKey).Select(text => entries[text])];
    }

    private sealed record FileCaptions(
        string Path, string SidecarSignature, IReadOnlyList<string> Sidecar, IReadOnlyList<string> Embedded);
}
