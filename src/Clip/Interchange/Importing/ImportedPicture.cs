using System.Text;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Images;
using Clip.Metadata;

namespace Clip.Interchange.Importing;

/// <summary>Stores pictures with vectors that were made elsewhere, without decoding them.</summary>
internal sealed class ImportedPicture(ClipModel model, IndexLocation location)
{
    /// <summary>Stores a file that exists: it is read for its hash, its size and its metadata.</summary>
    /// <returns>Whether it is new; otherwise the index has its own vector of it, which stays.</returns>
    /// <exception cref="PictureException">It is not a picture, or cannot be read.</exception>
    public bool Store(
        PictureIndexWriter index, PictureFile file, ReadOnlySpan<float> vector, CancellationToken cancellationToken)
    {
        var preprocessor = model.Image.Preprocessor;
        using var content = PictureBytes.Read(
            file.FullPath, preprocessor.Limits, preprocessor.Memory, cancellationToken: cancellationToken);
        var hash = ContentHash.Of(content.Bytes);
        if (index.FindFile(file.Path) is { } known && known.Hash == hash && index.FindPicture(hash) is not null)
        {
            index.TouchFile(file.Path, file.Size, file.ModifiedUtcTicks, file.Identity);
            return false;
        }

        var (width, height, kind) = preprocessor.ReadSize(content.Bytes, file.FullPath);
        var isNew = index.FindPicture(hash) is null;
        var entry = index.AddPicture(
            new FileRecord(file.Path, file.Size, file.ModifiedUtcTicks, hash, width, height)
            {
                Identity = file.Identity,
            },
            vector);
        if (isNew)
            index.Describe(entry, MetadataReader.Read(content.Bytes, content.Bytes.Length, kind));
        if (Sidecar.XmpPart(Sidecar.SignatureFor(file.FullPath)).Length > 0)
            index.ForgetSidecars(file.Path);
        return isNew;
    }

    /// <summary>
    /// Stores a file that is not there, as one that was there before and is away. Its content is not known, so that its
    /// hash is of what is known: it is a picture of its own until the file returns and is read.
    /// </summary>
    /// <returns>Whether it is new.</returns>
    public static bool StoreAway(PictureIndexWriter index, string path, ReadOnlySpan<float> vector)
    {
        if (index.FindFile(path) is not null)
            return false;
        var name = Encoding.UTF8.GetBytes(path);
        var known = new byte[name.Length + vector.Length * sizeof(float)];
        name.CopyTo(known, 0);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector).CopyTo(known.AsSpan(name.Length));
        index.AddPicture(new FileRecord(path, 0, 1, ContentHash.Of(known), 0, 0), vector);
        index.MarkAbsent(path);
        return true;
    }

    /// <summary>The file at a path of the index's folder; null where there is none, or no regular file.</summary>
    public PictureFile? Find(string path)
    {
        var fullPath = location.Full(path);
        return File.Exists(fullPath) ? PictureStat.Of(path, fullPath, static _ => { }) : null;
    }
}
