using Clip.Files;
using Clip.Postgres.Archives;
using Clip.Postgres.Objects;

namespace Clip.Postgres.Work;

/// <summary>
/// Encodes the files of chunks: the indexer brings an index of its own, in a temporary folder, up to date with them,
/// and what it holds then is what is to be stored. So a worker treats files exactly as an index in a folder does.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="location">The library, with its root as this machine reaches it.</param>
/// <param name="bucket">The object store that the files are in; null for a folder.</param>
/// <param name="archives">What the tar archives of the folder hold.</param>
/// <param name="decode">How JPEGs are decoded.</param>
/// <param name="takesPictureCaptions">Whether captions are taken from pictures and sidecars.</param>
internal sealed class ChunkEncoder(
    ClipModel model, IndexLocation location, PictureBucket? bucket, KnownArchives archives, DecodeMode decode,
    bool takesPictureCaptions)
{
    /// <summary>Encodes files.</summary>
    /// <param name="paths">The files, relative to the root; those that are gone are left out.</param>
    /// <param name="isRoot">Says whether the root, which has none of the files, is the library's.</param>
    /// <param name="report">Called with each file that cannot be used.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What is to be stored. The caller disposes of it.</returns>
    /// <exception cref="ClipException">The root is another one, or cannot be read now.</exception>
    public async Task<EncodedChunk> EncodeAsync(
        IReadOnlyList<string> paths, Func<bool> isRoot, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var folder = TemporaryFolder.Create("clip-chunk-");
        try
        {
            if (SourceOf(paths) is not { } source)
                return await EncodeFolderAsync(folder, paths, isRoot, report, cancellationToken).ConfigureAwait(false);
            var copies = await FetchedObjects.FetchAsync(
                source, paths, folder.Folder("pictures"), report, cancellationToken).ConfigureAwait(false);
            var index = await EncodeAsync(
                folder, copies.Root, copies.Files, error => report(copies.Original(error)), cancellationToken)
                .ConfigureAwait(false);
            return new EncodedChunk(folder, index, copies);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What the files are copied from; null for a folder. A chunk is of one plan, and so of one kind of files.
    /// </summary>
    private IPictureSource? SourceOf(IReadOnlyList<string> paths)
    {
        if (bucket is not null)
            return bucket;
        var archived = new ArchivedPictures(location, archives);
        return archived.HasAny(paths) ? archived : null;
    }

    private async Task<EncodedChunk> EncodeFolderAsync(
        TemporaryFolder folder, IReadOnlyList<string> paths, Func<bool> isRoot, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        string[] there = [.. paths.Select(location.Full).Where(File.Exists)];
        if (there.Length == 0)
            CheckRoot(paths, isRoot, report);
        var index = await EncodeAsync(folder, location.Root, there, report, cancellationToken).ConfigureAwait(false);
        return new EncodedChunk(folder, index, null);
    }

    private async Task<IndexLocation> EncodeAsync(
        TemporaryFolder folder, string root, string[] files, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var index = IndexLocation.For(root, folder.Folder("index"));
        if (files.Length == 0)
            return index;
        var options = new IndexerOptions
        {
            Paths = files,
            Decode = decode,
            PictureCaptions = takesPictureCaptions,
            ReadCaptionFiles = false,
            // Who planned the work did, for the whole library.
            ProvePrecision = false,
            Compact = CompactionChoice.Never,
        };
        await new Indexer(model, index, options).RunAsync(null, report, cancellationToken).ConfigureAwait(false);
        return index;
    }

    /// <summary>
    /// Tells files that were deleted since they were planned from a folder that is not there or another one.
    /// </summary>
    private void CheckRoot(IReadOnlyList<string> paths, Func<bool> isRoot, Action<ClipException> report)
    {
        var root = location.Root;
        if (!Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new ClipException(
                root, "is missing or empty, so that planned files cannot be read", "check that its drive is there");
        }
        if (!isRoot())
        {
            throw new ClipException(
                root, $"has none of {paths.Count:N0} planned files, such as {paths[0]}, and no other file of the "
                + "library, so that its work is left to others",
                "name the folder of the library's pictures; if they were all deleted, index that folder once more");
        }
        report(new ClipException(
            root, $"has none of {paths.Count:N0} planned files any more, such as {paths[0]}",
            "index the folder once more if that is a mistake"));
    }
}
