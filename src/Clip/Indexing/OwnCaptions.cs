using Clip.Catalog;
using Clip.Files;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Attaches the captions that pictures bring: titles, descriptions and keywords in their files, and the lines of a text beside
/// them. Which files have not been asked for theirs stands in the catalog, so a run that was stopped loses none.
/// </summary>
internal sealed class OwnCaptions(ClipModel model, IndexLocation location, IndexChanges changes)
{
    private const int PageSize = 256;
    private const string ChoiceNote = "own-captions";
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>Whether own captions are taken, and remembers a choice. Those that are not wanted any more are taken away.</summary>
    /// <param name="asked">What the user wants now; null for what the index was told last.</param>
    /// <param name="known">What the index held before.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public bool Choose(bool? asked, KnownFiles known, CancellationToken cancellationToken)
    {
        var before = known.Note(ChoiceNote) != No;
        var now = asked ?? before;
        if (now != before)
        {
            if (!now)
                Forget(cancellationToken);
            changes.Index.SetNote(ChoiceNote, now ? Yes : No);
            changes.Changed();
        }
        // A model without a text tower makes nothing of captions.
        return now && model.TextGraph is not null;
    }

    /// <summary>Asks every file that has not been asked.</summary>
    /// <param name="onError">Told each text beside a picture that cannot be used.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void Attach(Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        for (var last = -1L; changes.Index.UnreadCaptionsAfter(last, PageSize) is { Count: > 0 } page; last = page[^1].Id)
            AttachPage(page, onError, cancellationToken);
    }

    private void AttachPage(IReadOnlyList<UnreadCaptions> page, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var heard = new List<(UnreadCaptions File, string Signature, IReadOnlyList<string> Beside)>(page.Count);
        foreach (var file in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fullPath = location.Full(file.Path);
            // What lies on a drive that is not there is asked when it is back.
            if (!File.Exists(fullPath))
                continue;
            var signature = Sidecar.SignatureFor(fullPath);
            heard.Add((file, signature, signature.Length > 0 ? SidecarCaptions.Read(fullPath, onError, cancellationToken) : []));
        }

        // Not committed sooner than its file: a caption by itself would be found though nothing has it.
        var entries = CaptionVectors.Store(
            model, changes, heard.SelectMany(static file => file.Beside.Concat(file.File.Embedded)).Distinct(), standsAlone: static _ => false,
            mayCommit: false, cancellationToken);
        foreach (var (file, signature, beside) in heard)
        {
            changes.Index.SetCaptions(file.Path, [.. beside.Select(text => entries[text])], CaptionOrigin.Beside);
            changes.Index.SetCaptions(file.Path, [.. file.Embedded.Select(text => entries[text])], CaptionOrigin.Embedded);
            changes.Index.SetSidecar(file.Path, signature);
        }
        if (heard.Count > 0)
            changes.Changed(heard.Count);
    }

    private void Forget(CancellationToken cancellationToken)
    {
        foreach (var file in changes.Index.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            changes.Index.SetCaptions(file.Path, [], CaptionOrigin.Beside);
            changes.Index.SetCaptions(file.Path, [], CaptionOrigin.Embedded);
            // Asked again once they are wanted.
            changes.Index.SetSidecar(file.Path, null);
            changes.Changed();
        }
    }
}
