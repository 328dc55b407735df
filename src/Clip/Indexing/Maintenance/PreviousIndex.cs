using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;
using Clip.Metadata;

namespace Clip.Indexing.Maintenance;

/// <summary>Takes over from an index into its successor what the folder itself does not tell.</summary>
/// <param name="old">The index.</param>
/// <param name="model">The model of the successor.</param>
/// <param name="location">Where the successor is.</param>
/// <param name="newModel">The model and the decode mode of the successor.</param>
/// <param name="excludes">What the run leaves out that fills the successor.</param>
internal sealed class PreviousIndex(
    EmbeddedSnapshot old, ClipModel model, IndexLocation location, IndexModel newModel, IReadOnlyList<string> excludes)
{
    private const int BatchSize = 256;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Whether an error means that a catalog is damaged.</summary>
    public static bool IsDamage(IndexException error) => error.Fault is IndexFault.Damaged or IndexFault.Other;

    /// <summary>
    /// Copies, before the successor is filled, what was remembered, the captions that were given (each comes back when
    /// its picture is stored) and the files that are away.
    /// </summary>
    /// <returns>Why not all of it could be read; null if it could.</returns>
    public IndexException? Copy(CancellationToken cancellationToken)
    {
        using var index = PictureIndexWriter.Open(location, newModel, cancellationToken: cancellationToken);
        var isNew = index.FileCount == 0;
        IndexException? damage = null;
        Action[] parts =
        [
            () => CopyNotes(index),
            () => CopyKeptCaptions(index),
            () => CopyGivenCaptions(index, cancellationToken),
            () => CopyLooseCaptions(index, cancellationToken),
            () => CopyAbsent(index, cancellationToken),
        ];
        foreach (var copy in parts)
        {
            try
            {
                copy();
            }
            catch (IndexException error) when (IsDamage(error) && IsOfOld(error))
            {
                damage ??= error;
            }
        }
        index.SetNote(IndexNotes.IsFirstRun.Name, IndexNotes.IsFirstRun.Format(true));
        // All of them are read by the run that follows, except by an interrupted one of an older program.
        if (isNew)
            index.SetNote(IndexNotes.SidecarReader.Name, IndexNotes.SidecarReader.Format(MetadataReader.Version));
        index.Commit();
        return damage;
    }

    private bool IsOfOld(IndexException error) =>
        Path.GetDirectoryName(error.Subject) == old.Location.Directory || error.Subject == old.Location.Directory;

    private void CopyNotes(PictureIndexWriter index)
    {
        foreach (var name in (string[])
            [
                IndexNotes.Excludes.Name, IndexNotes.DefaultExcludes.Name, IndexNotes.TakesPictureCaptions.Name,
                IndexNotes.CaptionLanguage.Name,
            ])
        {
            if (old.Note(name) is { } value && index.Note(name) is null)
                index.SetNote(name, value);
        }
    }

    private void CopyKeptCaptions(PictureIndexWriter index)
    {
        foreach (var kept in old.KeptCaptions())
            KeepCaptions(index, kept.Hash, kept.From, kept.Captions);
    }

    private void CopyGivenCaptions(PictureIndexWriter index, CancellationToken cancellationToken)
    {
        foreach (var file in old.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (old.GivenCaptions(file.Path) is { Count: > 0 } given && index.FindFile(file.Path) is null)
                KeepCaptions(index, file.Hash, file.Path, given);
        }
    }

    /// <summary>Keeps captions, and their caption files, which may be away or read anew.</summary>
    private void KeepCaptions(
        PictureIndexWriter index, UInt128 hash, string path, IReadOnlyList<KeptCaption> captions)
    {
        foreach (var file in captions.Select(static caption => caption.File).OfType<string>().Where(_files.Add))
            index.RememberCaptionFile(file, new CaptionFileState("", IsUnusable: false).Format());
        index.KeepCaptions(hash, path, captions);
    }

    /// <summary>Copies the files that are away. With another model, only their captions are kept.</summary>
    private void CopyAbsent(PictureIndexWriter index, CancellationToken cancellationToken)
    {
        if (old.VectorFileProblem is not null || !index.Model.HasSameVectorsAs(old.Model))
            return;
        var remembered = IndexNotes.AbsentFolders.ValueOf(old.Note(IndexNotes.AbsentFolders.Name));
        var folders = remembered.ToHashSet(StringComparer.Ordinal);
        var vector = new float[index.Model.Dimensions];
        foreach (var (file, folder) in Absent(remembered, cancellationToken))
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
    /// <param name="remembered">The folders that earlier runs found to be away.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    private List<(FileRecord File, string Folder)> Absent(
        IReadOnlyList<string> remembered, CancellationToken cancellationToken)
    {
        var names = new ExactFileNames(location.Root);
        var walk = FolderWalk.Open(location.Root, new FolderWalkOptions { Exclude = excludes });
        var excluded = walk.Exclusions();
        List<FileRecord> missing = [];
        List<(string Path, bool IsThere)> counted = [];
        foreach (var file in old.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isThere = names.Exists(file.Path);
            if (!isThere && excluded.MatchAny(file.Path))
                continue;
            counted.Add((file.Path, isThere));
            if (!isThere)
                missing.Add(file);
        }
        if (missing.Count == 0)
            return [];
        var census = new FolderCensus(NewFiles(walk, cancellationToken));
        counted.ForEach(file => census.Count(file.Path, file.IsThere));
        var away = old.Volumes().Where(volume => VolumeIdentity.Of(location.Full(volume.Path)) != volume.Identity)
            .Select(static volume => volume.Path).ToList();
        return
        [
            .. from file in missing
               let folder = away.Find(volume => RelativePath.IsWithin(file.Path, volume))
                   ?? census.LostFolder(file.Path)
                   ?? (file.IsAbsent ? FolderOf(file.Path) : null)
               where folder is not null
               select (file, folder),
        ];

        string FolderOf(string path) => remembered.FirstOrDefault(folder => RelativePath.IsWithin(path, folder))
            ?? path[..Math.Max(0, path.LastIndexOf('/'))];
    }

    /// <summary>How many files directly in each folder the old index did not know.</summary>
    private Dictionary<string, int> NewFiles(FolderWalk walk, CancellationToken cancellationToken)
    {
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (var file in walk.Files(static _ => { }, cancellationToken))
        {
            if (old.FindFile(file.Path) is not null)
                continue;
            var folder = file.Path[..Math.Max(0, file.Path.LastIndexOf('/'))];
            found[folder] = found.GetValueOrDefault(folder) + 1;
        }
        return found;
    }

    /// <summary>
    /// Copies the captions of no picture, and which caption files were read. The run reads those again, and what one
    /// says that is away is kept.
    /// </summary>
    private void CopyLooseCaptions(PictureIndexWriter index, CancellationToken cancellationToken)
    {
        if (model.TextGraph is null)
            return;
        Store(old.StandaloneCaptions(), standalone: true, index, cancellationToken);
        foreach (var file in old.CaptionFiles())
        {
            var isUnusable = CaptionFileState.Parse(file.State).IsUnusable;
            var source = index.RememberCaptionFile(file.Path, new CaptionFileState("", isUnusable).Format());
            var listed = old.CaptionsListedBy(file).Select(old.CaptionText).OfType<string>().ToList();
            Store(listed, standalone: false, index, cancellationToken);
            foreach (var entry in listed.Select(index.FindCaption).OfType<long>())
                index.ListCaption(source, entry);
        }
    }

    /// <summary>Stores those captions that the new index does not have.</summary>
    private void Store(
        IEnumerable<string> captions, bool standalone, PictureIndexWriter index, CancellationToken cancellationToken)
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
