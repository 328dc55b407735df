using Clip.Catalog;
using Clip.Vectors;

namespace Clip;

/// <summary>Looks at a picture's vector, with what one thread knows so far.</summary>
/// <param name="state">What the thread knows.</param>
/// <param name="entry">The picture's entry.</param>
/// <param name="vector">Its vector; valid during the call.</param>
internal delegate void PictureVisitor<in TState>(TState state, long entry, ReadOnlySpan<float> vector);

/// <summary>Reads the vectors of many pictures.</summary>
public sealed partial class IndexSnapshot
{
    private const int VisitedTogether = 512;

    /// <summary>The entries of the pictures that match a filter, in ascending order.</summary>
    internal long[] PictureEntries(PictureFilter? filter)
    {
        using var use = Use();
        return [.. RowsToSearch(use.Commit, EntryKind.Picture, filter).Rows()];
    }

    /// <summary>
    /// Looks at the vector of every picture that matches a filter, on all cores; damaged ones are left out.
    /// </summary>
    /// <param name="filter">Which pictures; null for all.</param>
    /// <param name="create">Makes the state of a thread.</param>
    /// <param name="visit">Looks at one picture.</param>
    /// <param name="finish">Takes what a thread found; not called by two threads at a time.</param>
    /// <param name="cancellationToken">Stops the visit.</param>
    internal void VisitPictures<TState>(
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
