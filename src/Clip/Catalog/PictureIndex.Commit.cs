namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    private readonly RowChecksums _checksums = new();
    private bool _isChanging;
    private bool _hasNewVectors;

    /// <summary>Makes the changes since the last commit durable and seen by readers, all or none of them.</summary>
    /// <exception cref="IndexException">
    /// The disk is full or failed. The changes since the last commit are forgotten, what was stored before is kept, and
    /// the index can still be used.
    /// </exception>
    /// <exception cref="InvalidOperationException">The index was opened to read.</exception>
    public void Commit()
    {
        lock (_turn)
        {
            ThrowIfNotWriter();
            if (!_isChanging)
                return;
            using var change = BeginChange();
            // A row that names a vector must never reach the disk before the vector.
            if (_hasNewVectors)
                _vectors.Flush();
            _checksums.Save(_catalog, _state.Rows);
            _pictures.Save(_catalog);
            _captions.Save(_catalog);
            _state.Commits++;
            // Before readers see the commit, so that they find its codes. What cannot be written is done without.
            _hasNewVectors = false;
            _ = Codes(_vectors.Rows(_state.Rows), CancellationToken.None);
            _state.UpdatedUtc = DateTime.UtcNow;
            _catalog.UpdateState(_state);
            _catalog.Commit();
            _isChanging = false;
            change.Done();
        }
    }

    private void ThrowIfNotWriter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!IsWriter)
            throw new InvalidOperationException("The index was opened to read; open it with OpenWrite to change it.");
    }

    private Change BeginChange()
    {
        ThrowIfNotWriter();
        if (!_isChanging)
            _catalog.BeginWrite();
        _isChanging = true;
        return new Change(this);
    }

    /// <summary>Goes back to the last commit, in memory as on disk.</summary>
    private void Abandon()
    {
        _isChanging = false;
        _hasNewVectors = false;
        _catalog.Rollback();
        _checksums.Forget();
        _codes?.Distrust();
        _state = _catalog.ReadState();
        LoadLiveRows();
    }

    /// <summary>A change that is undone, with everything since the last commit, unless it was done to its end.</summary>
    private ref struct Change(PictureIndex index)
    {
        private bool _isDone;

        public void Done() => _isDone = true;

        public readonly void Dispose()
        {
            if (!_isDone)
                index.Abandon();
        }
    }
}
