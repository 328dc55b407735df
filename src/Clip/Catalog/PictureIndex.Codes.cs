using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>Below this many bytes of vectors, opening and checking their codes takes longer than it saves.</summary>
    internal const int CodesFromBytes = 8 << 20;

    private CodeFile? _codes;
    private long _withoutCodesAsOf = -1;

    /// <summary>Whether the last search of a large index read codes.</summary>
    internal bool HasCodes => _codes is not null;

    private string CodesPath => VectorFileName.CodesOf(_vectors.Path);

    /// <summary>
    /// Makes the 8-bit codes that a large index lacks, as one does that an older program has written or whose codes were
    /// deleted. <see cref="Commit"/> does too, but cannot be stopped on the way.
    /// </summary>
    /// <param name="cancellationToken">Stops the making; what is made stays.</param>
    /// <exception cref="InvalidOperationException">The index was opened to read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void MakeCodes(CancellationToken cancellationToken = default)
    {
        lock (_turn)
        {
            ThrowIfNotWriter();
            _ = Codes(_vectors.Rows(_state.Rows), cancellationToken);
        }
    }

    /// <summary>
    /// The codes of all vectors, made or mended where this is the writer; null where there are none, where some vectors
    /// are not on disk yet, or there is no need for any. Searches then look at the vectors themselves and answer the same.
    /// </summary>
    private CodeMatrix? Codes(VectorMatrix vectors, CancellationToken cancellationToken)
    {
        if (vectors.RowCount * _vectors.RowBytes < CodesFromBytes || _hasNewVectors || _withoutCodesAsOf == _state.Commits)
            return null;
        _codes ??= CodeFile.TryOpen(CodesPath, Model.Dimension, _state.VectorFileId, IsWriter);
        if (_codes?.Rows(vectors, Checksums, cancellationToken) is { } codes)
            return codes;
        CloseCodes();
        // Not tried again before the next commit, which may bring them.
        _withoutCodesAsOf = _state.Commits;
        return null;

        IEnumerable<ulong?> Checksums(long first, int count) =>
            RowChecksums.Read(_catalog, Enumerable.Range((int)first, count).Select(row => (long)row));
    }

    private void CloseCodes()
    {
        _codes?.Dispose();
        _codes = null;
    }
}
