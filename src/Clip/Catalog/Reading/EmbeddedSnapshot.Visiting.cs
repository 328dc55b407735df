using Clip.Vectors;

namespace Clip.Catalog.Reading;

/// <summary>Reads the vectors of many pictures.</summary>
internal sealed partial class EmbeddedSnapshot
{
    private const int VisitedTogether = 512;

    /// <inheritdoc/>
    internal override long[] PictureEntries(PictureFilter? filter)
    {
        using var use = Use();
        return [.. RowsToSearch(use.Commit, EntryKind.Picture, filter).Rows()];
    }

    /// <inheritdoc/>
    internal override void VisitPictures<TState>(
        PictureFilter? filter, Func<TState> create, PictureVisitor<TState> visit, Action<TState> finish,
        CancellationToken cancellationToken)
    {
        using var use = Use();
        long[] rows = [.. RowsToSearch(use.Commit, EntryKind.Picture, filter).Rows()];
        var vectors = use.Commit.Vectors();
        var turn = new Lock();
        Parallel.For(
            0, (rows.Length + VisitedTogether - 1) / VisitedTogether,
            new ParallelOptions { CancellationToken = cancellationToken }, create,
            (chunk, _, state) =>
            {
                foreach (var row in rows.AsSpan(
                    chunk * VisitedTogether, Math.Min(VisitedTogether, rows.Length - chunk * VisitedTogether)))
                {
                    var vector = vectors.Vector(row);
                    if (VectorLength.IsUnit(vector, VectorLength.StoredTolerance))
                        visit(state, row, vector);
                }
                return state;
            },
            state =>
            {
                lock (turn)
                    finish(state);
            });
    }
}
