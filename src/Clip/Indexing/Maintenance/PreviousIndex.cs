using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

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
            CopyLooseCaptions(old, model, index, cancellationToken);
        CopyAbsent(old, location, index);
        index.Commit();
    }

    /// <summary>Copies the files that are away. With another model, only their captions are kept.</summary>
    private static void CopyAbsent(IndexSnapshot old, IndexLocation location, PictureIndexWriter index)
    {
        if (old.VectorFileProblem is not null || !index.Model.HasSameVectorsAs(old.Model))
            return;
        var folders = old.Note(IndexNotes.AbsentFolders.Name) is { } note
            ? IndexNotes.AbsentFolders.ValueOf(note).ToHashSet(StringComparer.Ordinal)
            : [];
        var vector = new float[index.Model.Dimensions];
        foreach (var (file, folder) in Absent(old, location))
        {
            folders.Add(folder.Length == 0 ? "." : folder);
            if (index.FindFile(file.Path) is not null || old.ReadFile(file.Path, vector) is null)
                continue;
            index.AddPicture(file, vector);
            index.ReturnCaptions(file.Hash, file.Path, fromElsewhere: false);
            index.MarkAbsent(file.Path);
        }
        if (folders.Count > 0)
            index.SetNote(IndexNotes.AbsentFolders.Name, IndexNotes.AbsentFolders.Format([.. folders.Order()]));
    }

    /// <summary>
    /// The files that are not there but not deleted either, as a run over the old index would find: each with the
    /// folder that is away.
    /// </summary>
    private static List<(FileRecord File, string Folder)> Absent(IndexSnapshot old, IndexLocation location)
    {
        var names = new ExactFileNames(location.Root);
        var census = new FolderCensus(new Dictionary<string, int>());
        List<FileRecord> missing = [];
        foreach (var file in old.Files())
        {
            var isThere = names.Exists(file.Path);
            census.Count(file.Path, isThere);
            if (!isThere)
                missing.Add(file);
        }
        var away = old.Volumes().Where(volume => VolumeIdentity.Of(location.Full(volume.Path)) != volume.Identity)
            .Select(static volume => volume.Path).ToList();
        return
        [
            .. from file in missing
               let folder = away.Find(volume => RelativePath.IsWithin(file.Path, volume))
                   ?? census.LostFolder(file.Path)
                   ?? (file.IsAbsent ? Path.GetDirectoryName(file.Path)!.Replace('\\', '/') : null)
               where folder is not null
               select (file, folder),
        ];
    }

    /// <summary>
    /// Copies the captions of no picture, and which caption files were read. The run reads those again, and what one
    /// says that is away is kept.
    /// </summary>
    private static void CopyLooseCaptions(
        IndexSnapshot old, ClipModel model, PictureIndexWriter index, CancellationToken cancellationToken)
    {
        Store(old, old.StandaloneCaptions(), standalone: true, model, index, cancellationToken);
        foreach (var file in old.CaptionFiles())
        {
            var isUnusable = CaptionFileState.Parse(file.State).IsUnusable;
            var source = index.RememberCaptionFile(file.Path, new CaptionFileState("", isUnusable).Format());
            var listed = old.CaptionsListedBy(file).Select(old.CaptionText).OfType<string>().ToList();
            Store(old, listed, standalone: false, model, index, cancellationToken);
            foreach (var entry in listed.Select(index.FindCaption).OfType<long>())
                index.ListCaption(source, entry);
        }
    }

    /// <summary>Stores those captions that the new index does not have.</summary>
    private static void Store(
        IndexSnapshot old, IEnumerable<string> captions, bool standalone, ClipModel model, PictureIndexWriter index,
        CancellationToken cancellationToken)
    {
        var language = old.Note(IndexNotes.CaptionLanguage.Name);
        foreach (var texts in captions.Where(text => index.FindCaption(text) is null).Chunk(BatchSize))
        {
            var vectors = new float[texts.Length * model.Dimensions];
            var missing = model.Text.EncodeEachCaption(texts, vectors, language, cancellationToken);
            foreach (var i in Enumerable.Range(0, texts.Length).Except(missing))
                index.AddCaption(texts[i], vectors.AsSpan(i * model.Dimensions, model.Dimensions), standalone);
        }
    }
}
