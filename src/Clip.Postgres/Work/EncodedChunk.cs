using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Files;
using Clip.Postgres.Connections;
using Clip.Postgres.Objects;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>Files of a chunk that are encoded and not stored yet.</summary>
internal sealed class EncodedChunk : IDisposable
{
    private const int FilesPerPart = 1024;

    private readonly TemporaryFolder _folder;
    private readonly EmbeddedIndex? _index;
    private readonly FetchedObjects? _objects;

    /// <param name="folder">The folder of the index, from now on this chunk's.</param>
    /// <param name="location">The index, if there is one.</param>
    /// <param name="objects">What the files are copies of; null for none.</param>
    public EncodedChunk(TemporaryFolder folder, IndexLocation location, FetchedObjects? objects)
    {
        _folder = folder;
        _objects = objects;
        _index = PictureIndex.Exists(location) ? EmbeddedIndex.Open(location) : null;
    }

    /// <summary>Stores them.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="library">The library.</param>
    /// <param name="numbers">The numbers that the pictures of the files are to have, by path.</param>
    /// <returns>What changed, and how many files cannot be read.</returns>
    public (WrittenCounts Written, int Failed) Write(
        Session session, StoredLibrary library, IReadOnlyDictionary<string, long> numbers)
    {
        var writer = new LibraryWriter(session, library.Id);
        var all = new WrittenCounts();
        List<FailureRecord> failures = [.. _objects?.Failures ?? []];
        if (_index is not null)
        {
            using var snapshot = _index.Take();
            foreach (var files in snapshot.Files().Chunk(FilesPerPart))
            {
                var written = writer.Put(LibraryPart.Of(_index, snapshot, files, _objects is { } known
                    ? file => known.StampOf(file.Path, _index.FindStamp(file.Path))
                    : null, numbers));
                all = new WrittenCounts(
                    all.Added + written.Added, all.Updated + written.Updated, all.Captions + written.Captions);
            }
            failures.AddRange(snapshot.Failures().Select(failure => _objects?.Original(failure) ?? failure));
        }
        writer.PutFailures(failures);
        return (all, failures.Count);
    }

    public void Dispose()
    {
        _index?.Dispose();
        _folder.Dispose();
    }
}
