using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Images;
using Clip.Indexing.Runs;
using Clip.Metadata;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Reads the metadata that the index lacks: that embedded in pictures which an older program indexed or an older
/// version of the reader has read, and the dates, cameras and places in XMP sidecars that are new or have changed.
/// Nothing is decoded, and vectors are kept. What cannot be read now is read by a later run.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="onFound">Called with how many pictures an older version of the reader has read.</param>
/// <param name="onReread">Called after each of them.</param>
internal sealed class MetadataStep(IndexRun run, Action<long> onFound, Action onReread) : IIndexStep
{
    private const int PageSize = 256;

    public void Run(CancellationToken cancellationToken)
    {
        if (!run.Changes.IsOpen)
            return;
        var index = run.Changes.OpenIndex();
        onFound(index.CountDescribedByOlder());
        for (var version = 0; version < MetadataReader.Version; version++)
            DescribePictures(index, version, cancellationToken);
        if (run.Changes.Read(IndexNotes.SidecarReader) < MetadataReader.Version)
        {
            index.ForgetAllSidecars();
            run.Changes.Write(IndexNotes.SidecarReader, MetadataReader.Version);
            run.Changes.CommitIfDue();
        }
        Describe(
            last => index.UnreadSidecarsAfter(last, PageSize), static file => file.Id,
            file => ReadSidecars(file.Path),
            (file, sidecars) => index.DescribeBySidecar(file.Path, sidecars.Signature, sidecars.Said),
            cancellationToken);
    }

    /// <summary>Reads the pictures that a version of the reader has read; none has where it is 0.</summary>
    private void DescribePictures(
        PictureIndexWriter index, int version, CancellationToken cancellationToken) => Describe(
        last => index.DescribedAfter(version, last, PageSize)
            .Select(entry => (Entry: entry, Files: index.FilesOf(entry))).ToList(),
        static picture => picture.Entry,
        picture => picture.Files.Where(static file => !file.IsAbsent).Select(ReadEmbedded)
            .FirstOrDefault(static embedded => embedded is not null),
        (picture, embedded) =>
        {
            index.Describe(picture.Entry, embedded);
            if (version == 0)
                return;
            run.Changes.Counts.Reread++;
            onReread();
        },
        cancellationToken);

    /// <summary>Reads page after page of what is to be described, and stores what was found.</summary>
    /// <param name="pageAfter">The next ones after that with a number; none at the end.</param>
    /// <param name="numberOf">Their numbers.</param>
    /// <param name="read">Reads one; null where it cannot be read now.</param>
    /// <param name="store">Stores what was read.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    private void Describe<TItem, TFound>(
        Func<long, IReadOnlyList<TItem>> pageAfter, Func<TItem, long> numberOf, Func<TItem, TFound?> read,
        Action<TItem, TFound> store, CancellationToken cancellationToken)
        where TFound : class
    {
        // Mostly waits for the disk, so several threads help.
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        for (var last = -1L; pageAfter(last) is { Count: > 0 } page; last = numberOf(page[^1]))
        {
            var found = new TFound?[page.Count];
            Parallel.For(0, page.Count, options, i => found[i] = read(page[i]));
            for (var i = 0; i < page.Count; i++)
            {
                if (found[i] is not { } described)
                    continue;
                store(page[i], described);
                run.Changes.CommitIfDue();
            }
        }
    }

    /// <summary>The metadata of a file, or null if it cannot be read or differs from what the index knows.</summary>
    private EmbeddedMetadata? ReadEmbedded(FileRecord file)
    {
        var path = run.Location.Full(file.Path);
        try
        {
            if (FileStat.Of(path) is not { Kind: FileKind.Regular } stat
                || stat.Size != file.Size || stat.ModifiedUtcTicks != file.ModifiedUtcTicks)
            {
                return null;
            }
            using (var start = PictureBytes.ReadStart(path, MetadataReader.UsualPrefix))
            {
                var embedded = MetadataReader.Read(start.Bytes, file.Size);
                if (embedded.IsComplete)
                    return embedded;
            }
            using var whole = PictureBytes.Read(path, PictureLimits.Default, run.Model.Memory);
            return MetadataReader.Read(whole.Bytes, whole.Bytes.Length);
        }
        catch (Exception error) when (error is PictureException || UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>What the sidecars of a picture say; null if the picture is not there.</summary>
    private SidecarMetadata? ReadSidecars(string path)
    {
        var fullPath = run.Location.Full(path);
        if (!File.Exists(fullPath))
            return null;
        var signature = Sidecar.XmpPart(Sidecar.SignatureFor(fullPath));
        return new SidecarMetadata(
            signature, signature.Length > 0 ? XmpSidecars.Read(fullPath, run.Report) : null);
    }

    /// <param name="Signature">What tells whether the sidecars change.</param>
    /// <param name="Said">What they say; null if there are none.</param>
    private sealed record SidecarMetadata(string Signature, EmbeddedMetadata? Said);
}
