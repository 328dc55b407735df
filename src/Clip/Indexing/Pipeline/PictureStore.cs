using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Pipeline;

/// <summary>Stores outcomes in the index and counts them. For one run; not thread-safe.</summary>
internal sealed class PictureStore(IndexChanges changes, IndexLocation location)
{
    private readonly ExactFileNames _files = new(location.Root);

    /// <summary>Stores a picture that has a new vector.</summary>
    public void Add(PictureOutcome.Encoded encoded)
    {
        var index = changes.OpenIndex();
        var picture = encoded.Picture;
        var isUpdate = index.FindFile(picture.File.Path) is not null;
        // Two copies of a new picture in one run are both encoded, but share one vector.
        var entry = index.AddPicture(
            Record(picture.File, picture.Hash, picture.Width, picture.Height), encoded.Vector.Span);
        index.Describe(entry, picture.Embedded);
        // The embedded captions of the previous content do not apply any more.
        if (isUpdate)
            index.SetCaptions(picture.File.Path, [], CaptionOrigin.Embedded);
        ForgetXmp(index, picture.File, isUpdate);
        CountStored(isUpdate);
        changes.CommitIfDue();
    }

    /// <summary>Stores a file whose content the index already had when the file was read.</summary>
    /// <returns>Whether the file was only touched: same path, same content.</returns>
    public bool Link(PictureOutcome.SameContent found)
    {
        var index = changes.OpenIndex();
        var file = found.File;
        var previous = index.FindFile(file.Path);
        if (previous?.Hash == found.Hash)
        {
            index.TouchFile(file.Path, file.Size, file.ModifiedUtcTicks);
            ForgetXmp(index, file, isKnown: true);
            changes.CommitIfDue();
            return true;
        }

        if (previous is not null)
            index.SetCaptions(file.Path, [], CaptionOrigin.Embedded);
        var record = Record(file, found.Hash, found.Picture.Width, found.Picture.Height);
        FileRecord? source = null;
        if (index.FindPicture(found.Hash) is { } entry)
        {
            // One missing copy counts as moved here. Further missing copies may have been moved elsewhere.
            source = index.FilesOf(entry).FirstOrDefault(other => !_files.Exists(other.Path));
            index.LinkFile(record, entry);
        }
        else
        {
            // If two files swapped contents, the change of the other file has removed this picture from the index.
            index.AddPicture(record, found.Picture.Vector);
        }

        ForgetXmp(index, file, previous is not null);
        if (source is not null)
        {
            index.MoveCaptions(source.Path, file.Path);
            index.RemoveFile(source.Path);
            changes.Counts.Moved++;
        }
        else
            CountStored(isUpdate: previous is not null);
        changes.CommitIfDue();
        return false;
    }

    /// <summary>Stores why a file cannot be indexed.</summary>
    public void Fail(FailureRecord failure)
    {
        changes.OpenIndex().RecordFailure(failure.Path, failure.Size, failure.ModifiedUtcTicks, failure.Reason);
        changes.CommitIfDue();
    }

    /// <summary>Marks the sidecars of a file as unread, because one of them changed.</summary>
    public void ForgetSidecars(string path)
    {
        changes.OpenIndex().ForgetSidecars(path);
        changes.CommitIfDue();
    }

    /// <summary>Marks XMP sidecars of a stored file as unread; most files have none and had none.</summary>
    private static void ForgetXmp(PictureIndexWriter index, PictureFile file, bool isKnown)
    {
        if (isKnown || Sidecar.XmpPart(file.SidecarSignature).Length > 0)
            index.ForgetSidecars(file.Path);
    }

    private void CountStored(bool isUpdate)
    {
        if (isUpdate)
            changes.Counts.Updated++;
        else
            changes.Counts.Added++;
    }

    private static FileRecord Record(PictureFile file, UInt128 hash, int width, int height) =>
        new(file.Path, file.Size, file.ModifiedUtcTicks, hash, width, height);
}
