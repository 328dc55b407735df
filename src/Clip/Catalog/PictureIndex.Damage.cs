using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    // A unit vector's length in 32 bits is off by far less; damage that is worth a place among the best is seldom smaller.
    private const float LengthTolerance = 1e-3f;

    private readonly SortedSet<long> _damagedFound = [];

    /// <summary>
    /// Stored vectors that searches met among the best since the index was opened, found damaged, and left out.
    /// <see cref="Verify"/> finds all there are.
    /// </summary>
    public int DamagedFound => _damagedFound.Count;

    /// <summary>Runs a scan, again without what it found damaged, until all that it found is sound.</summary>
    private ScoredRow[][] FindSound(RowBitmap rows, Func<RowBitmap, ScoredRow[][]> scan)
    {
        while (true)
        {
            var best = scan(rows);
            var damaged = Damaged(best);
            if (damaged.Count == 0)
                return best;
            _damagedFound.UnionWith(damaged);
            rows = rows.Without(damaged);
        }
    }

    /// <summary>Checksums are read only for what cannot be an embedding, so that a sound index pays a microsecond.</summary>
    private List<long> Damaged(ScoredRow[][] best)
    {
        var vectors = _vectors.Rows(_state.Rows);
        var suspects = new SortedSet<long>();
        foreach (var scored in best.SelectMany(static rows => rows))
        {
            if (!HasUnitLength(vectors.Vector(scored.Row)))
                suspects.Add(scored.Row);
        }
        return suspects.Count == 0 ? [] : [.. suspects
            .Zip(RowChecksums.Read(_catalog, suspects))
            .Where(pair => pair.Second is { } stored && stored != VectorFile.Checksum(vectors, pair.First))
            .Select(static pair => pair.First)];
    }

    private static bool HasUnitLength(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        return Math.Abs(squares - 1) <= LengthTolerance;
    }
}
