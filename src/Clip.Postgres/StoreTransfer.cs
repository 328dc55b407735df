using Clip.Catalog.Reading;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;
using Npgsql;

namespace Clip;

/// <summary>Moves the index of a folder into a store, without encoding its pictures again.</summary>
public static class StoreTransfer
{
    private const int FilesTogether = 1024;

    /// <summary>
    /// Copies an index. What the store has of the same paths is replaced, so that a copy that was interrupted can be
    /// started again; the index in the folder stays as it is.
    /// </summary>
    /// <param name="from">The index in a folder.</param>
    /// <param name="store">
    /// The store; the library is that of the folder (<see cref="PostgresStore.LibraryOf"/>).
    /// </param>
    /// <param name="onCopied">Called now and then with how many files are copied.</param>
    /// <param name="cancellationToken">Stops the copy; what is copied stays.</param>
    /// <returns>The library, how many files it has of the index, and how many captions are new.</returns>
    /// <exception cref="IndexException">
    /// The index cannot be read, or the library has vectors of another model or is about another folder.
    /// </exception>
    /// <exception cref="StoreException">The store cannot be written, or has not all files in the end.</exception>
    public static (IndexLocation Library, long Files, long Captions) Copy(
        IndexLocation from, PostgresStore store, Action<long>? onCopied = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(store);
        using var index = EmbeddedIndex.Open(from);
        using var snapshot = index.Take();
        var location = store.LibraryOf(from.Root);
        var library = LibraryCreation.Open(location, index.Model, index.ModelOrigin(), index.Model.Decode);
        var (files, captions) = (0L, 0L);
        try
        {
            foreach (var page in snapshot.Files().Chunk(FilesTogether))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var session = store.Begin();
                captions += new LibraryWriter(session, library.Id)
                    .Put(LibraryPart.Of(index, snapshot, page)).Captions;
                session.Commit();
                files += page.Length;
                onCopied?.Invoke(files);
            }
            using var last = store.Begin();
            var writer = new LibraryWriter(last, library.Id);
            captions += writer.PutCaptions(LibraryPart.Standalone(snapshot));
            writer.PutFailures([.. snapshot.Failures()]);
            last.Commit();
            Verify(store, library.Id, snapshot);
        }
        catch (NpgsqlException error)
        {
            throw StoreErrors.From(store.Address, error);
        }
        return (location, files, captions);
    }

    /// <summary>Compares the content of each path.</summary>
    private static void Verify(PostgresStore store, int library, IndexSnapshot snapshot)
    {
        using var session = store.Begin();
        var missing = 0L;
        foreach (var page in snapshot.Files().Chunk(FilesTogether))
        {
            string[] paths = [.. page.Select(static file => file.Path)];
            var stored = session.Rows(
                static row => (row.GetString(0), Convert.ToHexString(row.GetFieldValue<byte[]>(1))),
                """
                SELECT f.path, p.hash FROM clip.file f JOIN clip.picture p USING (library_id, entry)
                WHERE f.library_id = $1 AND f.path = ANY($2)
                """,
                library, paths).ToDictionary(StringComparer.Ordinal);
            missing += page.LongCount(file =>
                stored.GetValueOrDefault(file.Path) != Convert.ToHexString(StoredFiles.Bytes(file.Hash)));
        }
        if (missing > 0)
        {
            throw new StoreException(
                StoreFault.Other, store.Address, $"lacks {missing:N0} files that were copied",
                "another program changes the library; copy again when it has ended");
        }
    }
}
