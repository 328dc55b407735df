using Clip.Catalog.Reading;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// Encodes the files of chunks: the indexer brings an index of its own, in a temporary folder, up to date with them,
/// and what it holds then is what is to be stored. So a worker treats files exactly as an index in a folder does.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="root">The folder that paths are relative to, as this machine reaches it.</param>
/// <param name="decode">How JPEGs are decoded.</param>
/// <param name="takesPictureCaptions">Whether captions are taken from pictures and sidecars.</param>
internal sealed class ChunkEncoder(ClipModel model, string root, DecodeMode decode, bool takesPictureCaptions)
{
    private const int FilesPerPart = 1024;

    /// <summary>Encodes files.</summary>
    /// <param name="paths">The files, relative to the root; those that are gone are left out.</param>
    /// <param name="report">Called with each file that cannot be used.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What is to be stored. The caller disposes of it.</returns>
    public async Task<EncodedChunk> EncodeAsync(
        IReadOnlyList<string> paths, Action<ClipException> report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("clip-chunk-");
        try
        {
            var location = IndexLocation.For(root, folder.FullName);
            string[] there = [.. paths.Select(location.Full).Where(File.Exists)];
            if (there.Length == 0)
                CheckRoot(paths, report);
            if (there.Length > 0)
            {
                var options = new IndexerOptions
                {
                    Paths = there,
                    Decode = decode,
                    PictureCaptions = takesPictureCaptions,
                    ReadCaptionFiles = false,
                    // Who planned the work did, for the whole library.
                    ProvePrecision = false,
                    Compact = CompactionChoice.Never,
                };
                await new Indexer(model, location, options).RunAsync(null, report, cancellationToken)
                    .ConfigureAwait(false);
            }
            return new EncodedChunk(folder, PictureIndex.Exists(location) ? EmbeddedIndex.Open(location) : null);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Tells files that were deleted since they were planned from a folder that is not there or another one.
    /// </summary>
    /// <exception cref="ClipException">The folder is missing or empty, as where a drive is away.</exception>
    private void CheckRoot(IReadOnlyList<string> paths, Action<ClipException> report)
    {
        if (!Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new ClipException(
                root, "is missing or empty, so that planned files cannot be read", "check that its drive is there");
        }
        report(new ClipException(
            root, $"has none of {paths.Count:N0} planned files, such as {paths[0]}",
            "check that it is the folder of the library's pictures"));
    }

    /// <summary>Files that are encoded and not stored yet.</summary>
    internal sealed class EncodedChunk(DirectoryInfo folder, EmbeddedIndex? index) : IDisposable
    {
        /// <summary>Stores them.</summary>
        /// <returns>What changed, and how many files cannot be read.</returns>
        public (WrittenCounts Written, int Failed) Write(Session session, StoredLibrary library)
        {
            if (index is null)
                return (default, 0);
            var writer = new LibraryWriter(session, library.Id);
            using var snapshot = index.Take();
            var all = new WrittenCounts();
            foreach (var files in snapshot.Files().Chunk(FilesPerPart))
            {
                var written = writer.Put(LibraryPart.Of(index, snapshot, files));
                all = new WrittenCounts(
                    all.Added + written.Added, all.Updated + written.Updated, all.Captions + written.Captions);
            }
            var failures = snapshot.Failures().ToList();
            writer.PutFailures(failures);
            return (all, failures.Count);
        }

        public void Dispose()
        {
            index?.Dispose();
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The system removes what is left in its folder for temporary files.
            }
        }
    }
}
