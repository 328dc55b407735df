using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Indexing.Runs;
using Clip.Postgres.Reading;
using Clip.Postgres.Transfer;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;

namespace Clip;

/// <summary>Moves indexes between folders and stores, without encoding pictures again.</summary>
public static class StoreTransfer
{
    private const int FilesTogether = 1024;
    private const int CaptionsTogether = 1024;

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
        // In the order of the captions and the pictures, which is what decides between equal scores, here and there.
        foreach (var page in snapshot.CaptionEntries().Chunk(CaptionsTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var said = LibraryPart.CaptionsOf(snapshot, page);
            captions += store.Change(session => new LibraryWriter(session, library.Id).PutCaptions(said));
        }
        foreach (var page in snapshot.PictureEntries(null).SelectMany(snapshot.FilesOf).Chunk(FilesTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = LibraryPart.Of(index, snapshot, page);
            captions += store.Change(session => new LibraryWriter(session, library.Id).Put(part)).Captions;
            files += page.Length;
            onCopied?.Invoke(files);
        }
        captions += store.Change(session =>
        {
            var writer = new LibraryWriter(session, library.Id);
            writer.PutFailures([.. snapshot.Failures()]);
            return writer.PutCaptions(LibraryPart.Standalone(snapshot));
        });
        new TransferredCaptions(snapshot).CopyTo(store, library.Id);
        var notes = new LibraryNotes(store, library.Id);
        foreach (var name in IndexNotes.Kept)
        {
            if (snapshot.Note(name) is { } value)
                notes.Write(name, value);
        }
        // Before a snapshot is taken: the building would wait for its end.
        NeighborGraph.Ensure(store, library, cancellationToken);
        using var stored = (PostgresIndex)PictureIndex.Open(location);
        using var copy = stored.Take();
        Verify(store.Address, snapshot, copy, cancellationToken);
        return (location, files, captions);
    }

    /// <summary>
    /// Copies a library of a store into the index of a folder. A copy that was interrupted can be started again and
    /// goes on; the library stays as it is.
    /// </summary>
    /// <param name="from">The library.</param>
    /// <param name="to">
    /// The index, which is created where there is none; its root is the folder of the library's pictures as this
    /// machine reaches it.
    /// </param>
    /// <param name="onCopied">Called now and then with how many files are copied.</param>
    /// <param name="cancellationToken">Stops the copy; what is copied stays.</param>
    /// <returns>How many files the index has of the library, and how many captions are new.</returns>
    /// <exception cref="IndexException">
    /// The index cannot be written, or has vectors of another model, or has not all files in the end.
    /// </exception>
    /// <exception cref="StoreException">The store cannot be read, or there is no such library.</exception>
    public static (long Files, long Captions) Copy(
        IndexLocation from, IndexLocation to, Action<long>? onCopied = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var store = LibraryCreation.Reader(from).Store;
        using var library = (PostgresIndex)PictureIndex.Open(from);
        using var snapshot = library.Take();
        (long Files, long Captions) copied;
        using (var index = PictureIndexWriter.Open(to, library.Model, cancellationToken: cancellationToken))
        {
            if (library.Library.Origin is { } origin)
                index.SetModelOrigin(origin);
            copied = new FolderCopy(snapshot, index).Run(onCopied, cancellationToken);
        }
        using var reader = EmbeddedIndex.Open(to);
        using var copy = reader.Take();
        Verify(to.Directory, snapshot, copy, cancellationToken);
        return copied;
    }

    private static void Verify(
        string address, IndexSnapshot original, IndexSnapshot copy, CancellationToken cancellationToken)
    {
        if (new CopyVerification(original, copy).CountDifferent(cancellationToken) is > 0 and var different)
        {
            throw new StoreException(
                StoreFault.Other, address, $"lacks {different:N0} files that were copied, or has other ones",
                "another program changes it; copy again when that has ended");
        }
    }
}
