using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Images;
using Clip.Indexing.Runs;
using Clip.Metadata;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Reads the embedded metadata of pictures that an older program indexed. Nothing is decoded, and vectors are kept.
/// A picture whose file cannot be read now is read by a later run.
/// </summary>
internal sealed class MetadataStep(IndexRun run) : IIndexStep
{
    private const int PageSize = 256;

    public void Run(CancellationToken cancellationToken)
    {
        if (!run.Changes.IsOpen)
            return;
        var index = run.Changes.OpenIndex();
        for (var last = -1L; index.UndescribedAfter(last, PageSize) is { Count: > 0 } page; last = page[^1])
            ReadPage(index, page, cancellationToken);
    }

    private void ReadPage(PictureIndexWriter index, IReadOnlyList<long> entries, CancellationToken cancellationToken)
    {
        var files = entries.Select(index.FilesOf).ToArray();
        var found = new EmbeddedMetadata?[files.Length];
        // Mostly waits for the disk, so several threads help.
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, files.Length, options, i => found[i] =
            files[i].Select(Read).FirstOrDefault(static embedded => embedded is not null));
        for (var i = 0; i < files.Length; i++)
        {
            if (found[i] is not { } embedded)
                continue;
            index.Describe(entries[i], embedded);
            run.Changes.CommitIfDue();
        }
    }

    /// <summary>The metadata of a file, or null if it cannot be read or differs from what the index knows.</summary>
    private EmbeddedMetadata? Read(FileRecord file)
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
}
