using Clip.Catalog;
using Clip.Files;
using Clip.Images;
using Clip.Metadata;

namespace Clip.Indexing;

/// <summary>
/// Asks the pictures that an older program indexed what their files say of themselves. Only the metadata are read: nothing is
/// decoded, and vectors stay.
/// </summary>
internal sealed class MetadataUpdate(IndexLocation location, IndexChanges changes)
{
    private const int PageSize = 256;

    /// <summary>Asks every picture that has not been asked; one whose file cannot be read now is asked again by the next run.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        for (var last = -1L; changes.Index.UndescribedAfter(last, PageSize) is { Count: > 0 } page; last = page[^1])
        {
            var files = page.Select(entry => (Entry: entry, Files: changes.Index.FilesOf(entry))).ToArray();
            var found = new EmbeddedMetadata?[files.Length];
            // Mostly waiting for the disk, which several threads do at once.
            Parallel.For(
                0, files.Length, new ParallelOptions { CancellationToken = cancellationToken },
                i => found[i] = files[i].Files.Select(Read).FirstOrDefault(static embedded => embedded is not null));
            for (var i = 0; i < files.Length; i++)
            {
                if (found[i] is not { } embedded)
                    continue;
                changes.Index.Describe(files[i].Entry, embedded);
                changes.Changed();
            }
        }
    }

    /// <summary>What a file says of itself, or null where it is not as the index knows it, or cannot be read.</summary>
    private EmbeddedMetadata? Read(FileRecord file)
    {
        var path = location.Full(file.Path);
        try
        {
            var info = new FileInfo(RealPath.Resolve(path) ?? path);
            if (!info.Exists || info.Length != file.Size || info.LastWriteTimeUtc.Ticks != file.ModifiedUtcTicks)
                return null;
            using (var start = PictureBytes.ReadStart(path, MetadataReader.UsualPrefix))
            {
                var embedded = MetadataReader.Read(start.Bytes, file.Size);
                if (embedded.IsComplete)
                    return embedded;
            }
            using var whole = PictureBytes.Read(path, PictureLimits.Default);
            return MetadataReader.Read(whole.Bytes, whole.Bytes.Length);
        }
        catch (Exception error) when (error is PictureException || UnreadableFile.Is(error))
        {
            return null;
        }
    }
}
