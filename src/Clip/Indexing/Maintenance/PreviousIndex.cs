using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Indexing.Runs;
using Clip.Models;

namespace Clip.Indexing.Maintenance;

/// <summary>Takes over from an index into its successor what the folder itself does not tell.</summary>
internal static class PreviousIndex
{
    private const int BatchSize = 256;

    /// <summary>
    /// Copies, before the successor is filled, what was remembered, the captions that were given (each comes back when
    /// its picture is stored) and the files that are away.
    /// </summary>
    public static void Copy(
        IndexSnapshot old, ClipModel model, IndexLocation location, IndexModel newModel,
        CancellationToken cancellationToken)
    {
        using var index = PictureIndexWriter.Open(location, newModel, cancellationToken: cancellationToken);
        foreach (var name in (string[])
            [
                IndexNotes.Excludes.Name, IndexNotes.DefaultExcludes.Name, IndexNotes.TakesPictureCaptions.Name,
                IndexNotes.CaptionLanguage.Name,
            ])
        {
            if (old.Note(name) is { } value && index.Note(name) is null)
                index.SetNote(name, value);
        }
        index.SetNote(IndexNotes.IsFirstRun.Name, IndexNotes.IsFirstRun.Format(true));
        foreach (var kept in old.KeptCaptions())
            index.KeepCaptions(kept.Hash, kept.From, kept.Texts);
        foreach (var file in old.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var texts = old.FindCaptions(file.Path, CaptionOrigin.Given).Select(old.CaptionText).OfType<string>();
            if (texts.ToList() is { Count: > 0 } given && index.FindFile(file.Path) is null)
                index.KeepCaptions(file.Hash, file.Path, given);
        }
        if (model.TextGraph is not null)
            CopyStandalone(old, model, index, cancellationToken);
        CopyAbsent(old, index);
        index.Commit();
    }

    /// <summary>Copies the files that are away. With another model, only their captions are kept.</summary>
    private static void CopyAbsent(IndexSnapshot old, PictureIndexWriter index)
    {
        if (old.VectorFileProblem is not null || !index.Model.HasSameVectorsAs(old.Model))
            return;
        var vector = new float[index.Model.Dimension];
        foreach (var file in old.Files().Where(static file => file.IsAbsent))
        {
            if (index.FindFile(file.Path) is not null || old.ReadFile(file.Path, vector) is null)
                continue;
            index.AddPicture(file, vector);
            index.ReturnCaptions(file.Hash, file.Path, fromElsewhere: false);
            index.MarkAbsent(file.Path);
        }
        if (old.Note(IndexNotes.AbsentFolders.Name) is { } folders)
            index.SetNote(IndexNotes.AbsentFolders.Name, folders);
    }

    /// <summary>Captions without a picture come from files that were given once.</summary>
    private static void CopyStandalone(
        IndexSnapshot old, ClipModel model, PictureIndexWriter index, CancellationToken cancellationToken)
    {
        var language = old.Note(IndexNotes.CaptionLanguage.Name);
        foreach (var texts in old.StandaloneCaptions().Where(text => index.FindCaption(text) is null).Chunk(BatchSize))
        {
            var vectors = new float[texts.Length * model.Dimension];
            model.Text.EncodeCaptions(texts, vectors, language, cancellationToken);
            for (var i = 0; i < texts.Length; i++)
                index.AddCaption(texts[i], vectors.AsSpan(i * model.Dimension, model.Dimension), standalone: true);
        }
    }
}
