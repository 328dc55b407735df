using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Pipeline;

/// <summary>Stores outcomes in the index and counts them. For one run; not thread-safe.</summary>
internal sealed class PictureStore(IndexChanges changes, IndexLocation location)
{
    private readonly ContentCopies _copies = new(location);

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
        // A compaction drops the vector of a content that has left, but not its captions.
        if (index.ReturnCaptions(picture.Hash, picture.File.Path, fromElsewhere: true) && isUpdate)
            index.SetCaptions(picture.File.Path, []);
        CountStored(picture.File.Path, isUpdate);
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
            Touch(file);
            return true;
        }

        var record = Record(file, found.Hash, found.Picture.Width, found.Picture.Height);
        var copies = _copies.Of(index, found.Hash);
        if (index.FindPicture(found.Hash) is { } entry)
            index.LinkFile(record, entry);
        else // It has left the index: deleted and back, or swapped with a file that was stored before this one.
            index.AddPicture(record, found.Picture.Vector);

        ForgetXmp(index, file, previous is not null);
        if (previous is not null)
        {
            // They belong to the content before.
            index.SetCaptions(file.Path, [], CaptionOrigin.Embedded);
            index.SetCaptions(file.Path, [], CaptionOrigin.Given);
        }
        if (copies.TakeMoved(index, found.Hash, file.Path) is { } source)
        {
            index.MoveCaptions(source, file.Path);
            // Otherwise they would be kept for the content's return as well.
            index.SetCaptions(source, [], CaptionOrigin.Given);
            index.RemoveFile(source);
            changes.Counts.Moved++;
            changes.MovedFrom.Add(source);
            changes.Report(new IndexChange(IndexChangeKind.Moved, file.Path) { From = source });
        }
        else
        {
            TakeCaptions(index, found.Hash, file.Path, copies.Captioned);
            CountStored(file.Path, isUpdate: previous is not null);
        }
        changes.CommitIfDue();
        return false;
    }

    /// <summary>
    /// Stores the time and the identity of a file whose content has not changed, unless they are known already.
    /// </summary>
    public void Touch(PictureFile file)
    {
        var index = changes.OpenIndex();
        if (index.FindStamp(file.Path) is not { } known)
            return;
        if (known.Identity is null || known.IsAbsent || !known.Fits(file.Size, file.ModifiedUtcTicks, file.Identity))
            index.TouchFile(file.Path, file.Size, file.ModifiedUtcTicks, file.Identity);
        if (known.Sidecar is { } sidecar && sidecar != (file.SidecarSignature ?? ""))
            index.SetSidecar(file.Path, null);
        if (known.Xmp is { } xmp && xmp != Sidecar.XmpPart(file.SidecarSignature))
            index.ForgetSidecars(file.Path);
        changes.CommitIfDue();
    }

    /// <summary>Stores why a file cannot be indexed.</summary>
    public void Fail(FailureRecord failure)
    {
        changes.OpenIndex().RecordFailure(failure);
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

    /// <summary>
    /// Gives a file the captions that were given to its content: those that it had at this path before, those of a
    /// copy, or else those that it had anywhere.
    /// </summary>
    private static void TakeCaptions(
        PictureIndexWriter index, UInt128 hash, string path, string? copy)
    {
        if (index.ReturnCaptions(hash, path, fromElsewhere: false))
            return;
        // Another content may have been stored there meanwhile.
        var isThere = copy is not null && index.FindFile(copy)?.Hash == hash;
        if (isThere && index.FindCaptions(copy!, CaptionOrigin.Given) is { Count: > 0 } captions)
            index.SetCaptions(path, captions);
        else
            index.ReturnCaptions(hash, path, fromElsewhere: true);
    }

    private void CountStored(string path, bool isUpdate)
    {
        if (isUpdate)
            changes.Counts.Updated++;
        else
            changes.Counts.Added++;
        changes.Report(new IndexChange(isUpdate ? IndexChangeKind.Updated : IndexChangeKind.Added, path));
    }

    private static FileRecord Record(PictureFile file, UInt128 hash, int width, int height) =>
        new(file.Path, file.Size, file.ModifiedUtcTicks, hash, width, height) { Identity = file.Identity };
}
