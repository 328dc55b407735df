using Clip.Catalog.Database;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;
using Clip.Catalog.Writing;
using Clip.Vectors;

namespace Clip.Catalog.Maintenance;

/// <summary>
/// Reads a whole index and compares it with its checksums. One changed bit in a vector is found and traced to its
/// picture or caption.
/// </summary>
internal static class IndexVerification
{
    private const int RowsBetweenReports = 4096;

    /// <summary>
    /// Opens an index to verify it, even where its vector file is missing, truncated or without its header. Searches of
    /// the snapshot fail then, with <see cref="EmbeddedSnapshot.VectorFileProblem"/>.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that its vectors should come from; null to accept any.</param>
    /// <exception cref="IndexException">
    /// There is none, its catalog is damaged, it is of a newer format, or of another model.
    /// </exception>
    public static EmbeddedSnapshot Open(IndexLocation location, ModelIdentity? expected = null) =>
        SnapshotOpening.Open(location, expected, state =>
        {
            try
            {
                return CommittedIndex.Open(location, state);
            }
            catch (IndexException problem) when (problem.IsRepairable)
            {
                return CommittedIndex.Open(
                    location, state,
                    VectorFile.OpenUnusable(state.VectorPath(location), state.Model.Dimensions, problem));
            }
        });

    /// <summary>Verifies a commit.</summary>
    /// <param name="index">The index.</param>
    /// <param name="progress">Receives the completed share, from 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IndexHealth Verify(
        EmbeddedSnapshot index, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Verify((catalog, commit) =>
        {
            var content = new IndexContent(
                catalog, commit.State, LiveRows.Read(catalog, EntryKind.Picture, commit.State.Rows),
                LiveRows.Read(catalog, EntryKind.Caption, commit.State.Rows));
            return Verify(content, commit.VectorsThere(), commit.VectorFileProblem, progress, cancellationToken);
        });
    }

    /// <summary>Verifies an index with the changes that its writer has not committed.</summary>
    /// <inheritdoc cref="Verify(EmbeddedSnapshot, IProgress{double}, CancellationToken)"/>
    public static IndexHealth Verify(
        PictureIndexWriter index, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Access(store =>
        {
            store.SaveChecksums();
            store.InvalidateCodes();
            return Verify(
                IndexContent.Of(store), store.Vectors.RowsThere(store.State.Rows), problem: null, progress,
                cancellationToken);
        });
    }

    private static IndexHealth Verify(
        IndexContent content, VectorMatrix vectors, IndexException? problem, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var problems = content.Catalog.CheckIntegrity();
        // The counts come from tables that a damaged file may not return any more.
        if (problems.Count == 0)
            problems.AddRange(content.CheckCounts());
        var damaged = FindDamage(content, vectors, progress, cancellationToken);
        return new IndexHealth(content.Pictures.Count + content.Captions.Count, damaged, problems)
        {
            VectorFile = problem,
        };
    }

    private static List<DamagedEntry> FindDamage(
        IndexContent content, VectorMatrix vectors, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var damaged = new List<DamagedEntry>();
        var done = 0L;
        var total = content.Pictures.Count + content.Captions.Count;
        foreach (var kind in (ReadOnlySpan<EntryKind>)[EntryKind.Picture, EntryKind.Caption])
        {
            var rows = (kind == EntryKind.Picture ? content.Pictures : content.Captions).Rows();
            using var stored = RowChecksums.Read(content.Catalog, rows).GetEnumerator();
            foreach (var row in rows)
            {
                stored.MoveNext();
                if (row >= vectors.RowCount || stored.Current != VectorFile.Checksum(vectors, row))
                    damaged.Add(Describe(content.Catalog, row, kind));
                if (++done % RowsBetweenReports == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report((double)done / total);
                }
            }
        }
        progress?.Report(1);
        return damaged;
    }

    private static DamagedEntry Describe(CatalogDatabase catalog, long entry, EntryKind kind) =>
        kind == EntryKind.Caption
            ? new DamagedEntry(entry, kind, [], catalog.ReadCaption(entry)?.Text)
            : new DamagedEntry(entry, kind, [.. catalog.ReadPaths([entry]).Select(static file => file.Path)], null);
}
