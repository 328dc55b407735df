using System.Security.Cryptography;
using Clip.Catalog.Storage;
using Clip.Catalog.Writing;

namespace Clip.Catalog.Maintenance;

/// <summary>
/// Frees the space of vectors that nothing refers to any more. The others move to a new vector file and get new
/// entries, in the same order, so answers do not change.
/// </summary>
internal sealed class IndexCompaction
{
    private const int RowsBetweenReports = 4096;

    private readonly IndexStore _store;
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Vectors.RowBitmap _live;

    private IndexCompaction(IndexStore store, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _store = store;
        _progress = progress;
        _cancellation = cancellationToken;
        _live = store.Pictures.Rows.Union(store.Captions.Rows);
    }

    /// <summary>
    /// Compacts an index, after committing its changes. A kill at any moment leaves the index as it was before or as it
    /// is after. Readers use the new vector file from their next snapshot on.
    /// </summary>
    /// <param name="index">The index.</param>
    /// <param name="progress">Receives the completed share, from 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Stops the compaction and leaves the index as it was.</param>
    /// <returns>How many dead vectors were dropped.</returns>
    /// <exception cref="IndexException">
    /// The disk is full or failed, which loses nothing, or the catalog is damaged.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static long Run(
        PictureIndexWriter index, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Access(store =>
        {
            store.Commit();
            var dead = store.State.DeadRows;
            if (dead == 0)
                return 0;
            // Entries that the bitmaps do not have would keep numbers that are given to others.
            if (IndexContent.Of(store).CheckCounts().FirstOrDefault() is { } problem)
                throw IndexException.Damaged(store.Catalog.Path, problem);
            new IndexCompaction(store, progress, cancellationToken).Run();
            return dead;
        });
    }

    private void Run()
    {
        var before = _store.Vectors;
        MoveVectors(before);
        _progress?.Report(1);
        // From here on the catalog does not name the old file any more.
        before.Dispose();
        VectorFileName.TryDeleteWithCodes(before.Path);
    }

    private void MoveVectors(VectorFile before)
    {
        var state = _store.State;
        var name = VectorFileName.Next(_store.Location.Directory, state.VectorFile);
        var moved = state with
        {
            VectorFile = name,
            VectorFileId = new Guid(RandomNumberGenerator.GetBytes(16)),
            Rows = _live.Count,
        };
        var path = moved.VectorPath(_store.Location);
        VectorFile? after = null;
        var isCommitting = false;
        try
        {
            after = VectorFile.Create(path, VectorFileHeader.Of(moved));
            after.CopyRows(before, _live, rows => Report(rows, 0));
            // The catalog must never name vectors that have not reached the disk.
            after.Flush();

            using var change = _store.BeginChange();
            MoveEntries();
            _store.ReplaceVectors(after, moved);
            _store.LoadLiveRows();
            _store.BuildCodes(_cancellation);
            _progress?.Report(0.99);
            _cancellation.ThrowIfCancellationRequested();
            isCommitting = true;
            _store.CommitState(moved);
            change.Complete();
        }
        catch (Exception failed)
        {
            if (_store.Vectors != before)
                _store.ReplaceVectors(before, _store.State);
            after?.Dispose();
            // After a power cut, a failed commit may still be found in the log. Then the new file is the current one;
            // otherwise the next writer deletes it.
            if (!isCommitting)
                VectorFileName.TryDeleteWithCodes(path);
            if (failed is IOException or UnauthorizedAccessException)
                throw IndexException.From(path, failed);
            throw;
        }
    }

    /// <summary>
    /// Moves every live entry to its new row. Entries only go down, in ascending order, so the row that one moves to is
    /// free.
    /// </summary>
    private void MoveEntries()
    {
        var catalog = _store.Catalog;
        var pictures = new LiveRows(EntryKind.Picture);
        var captions = new LiveRows(EntryKind.Caption);
        var checksums = new RowChecksums();
        var to = 0L;
        // Blocks of checksums are overwritten in place: the values of a block were read from there or from further up.
        foreach (var (from, checksum) in _live.Rows().Zip(RowChecksums.Read(catalog, _live.Rows())))
        {
            // Copied, not computed again: that would make a damaged vector look intact.
            checksums.Add(catalog, to, checksum ?? 0);
            var isPicture = _store.Pictures.Rows.Contains(from);
            (isPicture ? pictures : captions).Add(to);
            if (from != to && isPicture)
                catalog.MovePicture(from, to);
            else if (from != to)
                catalog.MoveCaption(from, to);
            to++;
            if (to % RowsBetweenReports == 0 || to == _live.Count)
            {
                checksums.Save(catalog, to);
                Report(to, _live.Count);
            }
        }
        catalog.DeleteChecksumsFrom(RowChecksums.BlocksOf(to));
        catalog.DeleteLiveChunks();
        catalog.DeleteDepartedPictures();
        pictures.Save(catalog);
        captions.Save(catalog);
        catalog.CompactWords();
    }

    private void Report(long rows, long before)
    {
        _cancellation.ThrowIfCancellationRequested();
        _progress?.Report(0.49 * (rows + before) / _live.Count);
    }
}
