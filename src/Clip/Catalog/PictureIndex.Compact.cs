using System.Security.Cryptography;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>Below this the space is not worth the writing: 8 MB of vectors of 512 numbers.</summary>
    internal const int CompactFromRows = 4096;

    private const int RowsBetweenReports = 4096;

    /// <summary>Bytes on disk that <see cref="Compact"/> would free.</summary>
    public long DeadBytes => DeadCount * (_vectors.RowBytes + (File.Exists(CodesPath) ? CodeMatrix.RowBytesOf(Model.Dimension) : 0));

    /// <summary>
    /// Whether <see cref="Compact"/> would pay: at least 4,096 dead vectors, and a quarter of all. So a vector is copied
    /// at most three times for one that dies, and what is dead never takes more than a third of the room of what lives.
    /// </summary>
    public bool IsWorthCompacting => DeadCount is var dead && dead >= CompactFromRows && dead >= Current().Rows / 4;

    /// <summary>
    /// Frees the space of vectors that nothing refers to any more, after committing what was changed. Entries get new
    /// numbers, in the order that they had, so answers stay as they were. A kill at any moment leaves the index as it
    /// was before or as it is after. Readers go on and see the new vector file at their next search.
    /// </summary>
    /// <param name="progress">Gets the share that is done, from 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Leaves the index as it was.</param>
    /// <returns>How many dead vectors were dropped.</returns>
    /// <exception cref="IndexException">
    /// The disk is full or failed, which loses nothing, or the catalog is damaged.
    /// </exception>
    /// <exception cref="InvalidOperationException">The index was opened to read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public long Compact(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        lock (_turn)
        {
            Commit();
            var dead = DeadCount;
            if (dead == 0)
                return 0;
            // Entries that the bitmaps do not know would keep numbers that are given to others.
            if (CheckCounts().FirstOrDefault() is { } problem)
                throw IndexException.Damaged(_catalog.Path, problem);

            var before = _vectors;
            MoveVectors(progress, cancellationToken);
            progress?.Report(1);
            // From here on the catalog does not name the old file any more.
            before.Dispose();
            VectorFileName.TryDeleteWithCodes(before.Path);
            return dead;
        }
    }

    private void MoveVectors(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var live = _pictures.Rows.Union(_captions.Rows);
        var before = _vectors;
        var name = VectorFileName.Next(Location.Directory, _state.VectorFile);
        var path = Path.Combine(Location.Directory, name);
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        VectorFile? after = null;
        var isCommitting = false;
        try
        {
            after = VectorFile.Create(path, new VectorFileHeader(Model.Dimension, id));
            after.CopyRows(before, live, rows => Tell(rows, 0));
            // The catalog must never name vectors that have not reached the disk.
            after.Flush();

            using var change = BeginChange();
            MoveEntries(live, rows => Tell(rows, live.Count));
            CloseCodes();
            _vectors = after;
            _state = _state with { VectorFile = name, VectorFileId = id, Rows = live.Count, Commits = _state.Commits + 1, UpdatedUtc = DateTime.UtcNow };
            LoadLiveRows();
            _ = Codes(_vectors.Rows(_state.Rows), cancellationToken);
            _catalog.UpdateState(_state);
            progress?.Report(0.99);
            cancellationToken.ThrowIfCancellationRequested();
            isCommitting = true;
            _catalog.Commit();
            _isChanging = false;
            change.Done();
        }
        catch (Exception failed)
        {
            CloseCodes();
            _vectors = before;
            after?.Dispose();
            // A commit that failed may yet be found in the log after a power cut; then the new file is the one that counts,
            // and otherwise the next writer deletes it.
            if (!isCommitting)
                VectorFileName.TryDeleteWithCodes(path);
            if (failed is IOException or UnauthorizedAccessException)
                throw IndexException.From(path, failed);
            throw;
        }

        void Tell(long rows, long done)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(0.49 * (rows + done) / live.Count);
        }
    }

    /// <summary>
    /// Gives every live entry its new row. They go down in ascending order, so the row that one moves to has been left or
    /// was never taken.
    /// </summary>
    private void MoveEntries(RowBitmap live, Action<long> moved)
    {
        var pictures = new LiveRows(EntryKind.Picture);
        var captions = new LiveRows(EntryKind.Caption);
        var checksums = new RowChecksums();
        var to = 0L;
        // Blocks of checksums are written over where they are: what a block gets was read from there or from further up.
        foreach (var (from, checksum) in live.Rows().Zip(RowChecksums.Read(_catalog, live.Rows())))
        {
            // Moved as they are, not computed anew: a vector that is damaged must not become sound by it.
            checksums.Add(_catalog, to, checksum ?? 0);
            var isPicture = _pictures.Rows.Contains(from);
            (isPicture ? pictures : captions).Add(to);
            if (from != to && isPicture)
                _catalog.MovePicture(from, to);
            else if (from != to)
                _catalog.MoveCaption(from, to);
            to++;
            if (to % RowsBetweenReports == 0 || to == live.Count)
            {
                checksums.Save(_catalog, to);
                moved(to);
            }
        }
        _catalog.DeleteChecksumsFrom(RowChecksums.BlocksOf(to));
        _catalog.DeleteLiveChunks();
        pictures.Save(_catalog);
        captions.Save(_catalog);
    }
}
