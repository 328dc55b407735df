using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>Whether captions are taken from sidecars and embedded metadata. The index remembers the choice.</summary>
internal static class PictureCaptionChoice
{
    /// <summary>Applies a choice. Captions that are not wanted any more are removed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="requested">The new choice; null keeps the one that the index remembers.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    /// <returns>Whether this run takes them; always false for a model without a text tower.</returns>
    public static bool Apply(IndexRun run, bool? requested, CancellationToken cancellationToken)
    {
        var before = run.Known.Read(IndexNotes.TakesPictureCaptions);
        var now = requested ?? before;
        if (now != before)
        {
            if (!now)
                RemoveAll(run.Changes, cancellationToken);
            run.Changes.Write(IndexNotes.TakesPictureCaptions, now);
            run.Changes.CommitIfDue();
        }
        return now && run.Model.TextGraph is not null;
    }

    private static void RemoveAll(IndexChanges changes, CancellationToken cancellationToken)
    {
        var index = changes.OpenIndex();
        foreach (var file in index.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            index.SetCaptions(file.Path, [], CaptionOrigin.Beside);
            index.SetCaptions(file.Path, [], CaptionOrigin.Embedded);
            // They are read again when they are wanted again.
            index.SetSidecar(file.Path, null);
            changes.CommitIfDue();
        }
    }
}
