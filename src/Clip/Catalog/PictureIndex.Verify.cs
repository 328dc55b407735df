using Clip.Catalog.Storage;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>
    /// Reads the whole index and compares it with its checksums. One changed bit in a vector is found and traced to its
    /// picture or caption.
    /// </summary>
    /// <param name="progress">Gets the share that is done, from 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IndexHealth Verify(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            if (!IsWriter)
                LoadLiveRows();
            else if (_isChanging)
                _checksums.Save(_catalog, _state.Rows);
            var problems = _catalog.CheckIntegrity();
            // The counts come from tables that a damaged file may no longer give back.
            if (problems.Count == 0)
                problems.AddRange(CheckCounts());
            // Damaged codes lose no answer, so they are not reported: the next search finds them out, and makes them again
            // or does without.
            _codes?.Distrust();
            var damaged = FindDamage(progress, cancellationToken);
            return new IndexHealth(_pictures.Rows.Count + _captions.Rows.Count, damaged, problems) { VectorFile = _vectors.Problem };
        }
    }

    private List<DamagedEntry> FindDamage(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var damaged = new List<DamagedEntry>();
        var vectors = _vectors.RowsThere(_state.Rows);
        var done = 0L;
        var total = _pictures.Rows.Count + _captions.Rows.Count;
        foreach (var kind in (ReadOnlySpan<EntryKind>)[EntryKind.Picture, EntryKind.Caption])
        {
            var rows = (kind == EntryKind.Picture ? _pictures : _captions).Rows.Rows();
            using var stored = RowChecksums.Read(_catalog, rows).GetEnumerator();
            foreach (var row in rows)
            {
                stored.MoveNext();
                if (row >= vectors.RowCount || stored.Current != VectorFile.Checksum(vectors, row))
                    damaged.Add(Describe(row, kind));
                if (++done % 4096 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report((double)done / total);
                }
            }
        }
        progress?.Report(1);
        return damaged;
    }

    private DamagedEntry Describe(long entry, EntryKind kind)
    {
        if (kind == EntryKind.Caption)
            return new DamagedEntry(entry, kind, [], _catalog.ReadCaption(entry)?.Text);
        return new DamagedEntry(entry, kind, [.. _catalog.ReadPaths([entry]).Select(static file => file.Path)], null);
    }

    private IEnumerable<string> CheckCounts()
    {
        var counted = _catalog.CountAll();
        if (counted.Pictures != _state.Pictures || counted.Pictures != _pictures.Rows.Count)
            yield return $"{counted.Pictures} pictures, where {_state.Pictures} are noted and {_pictures.Rows.Count} alive";
        if (counted.Captions != _state.Captions || counted.Captions != _captions.Rows.Count)
            yield return $"{counted.Captions} captions, where {_state.Captions} are noted and {_captions.Rows.Count} alive";
        if (counted.Files != _state.Files)
            yield return $"{counted.Files} files, where {_state.Files} are noted";
        if (counted.Failures != _state.Failures)
            yield return $"{counted.Failures} failures, where {_state.Failures} are noted";
        if (counted.LostFiles > 0)
            yield return $"{counted.LostFiles} files whose picture is not there";
        if (counted.LostCaptions > 0)
            yield return $"{counted.LostCaptions} uses of captions that are not there";
    }
}
