using Clip.VectorData.Records;
using Clip.Vectors;

namespace Clip.VectorData.Tables;

/// <summary>
/// Vectors compared by dot product or cosine, in a <see cref="VectorIndex"/>. That only grows: a replaced or removed
/// vector stays in it, unselected, until half of it are such and it is made anew.
/// </summary>
internal sealed class ProductColumn(int dimensions, DistanceMeasure measure) : IVectorColumn
{
    private const int WorthCompacting = 256;

    /// <summary>
    /// Unit vectors to the precision of their numbers, which scaling would only round once more, are kept once.
    /// </summary>
    private const double UnitTolerance = 1e-6;

    private VectorIndex _index = new(dimensions);
    private RowBitmap _live = new();

    /// <summary>The record of each row of the index.</summary>
    private List<int> _records = [];

    /// <summary>The row of each record in the index.</summary>
    private readonly Dictionary<int, long> _rows = [];

    /// <summary>Vectors that were scaled, as they were set.</summary>
    private readonly Dictionary<int, float[]> _originals = [];

    public void Set(int row, ReadOnlySpan<float> vector)
    {
        Remove(row);
        if (measure.ScalesToUnit && !VectorLength.IsUnit(vector, UnitTolerance))
        {
            _originals[row] = vector.ToArray();
            Append(row, ScaledToUnit(vector));
        }
        else
        {
            Append(row, vector);
        }
    }

    public void Remove(int row)
    {
        if (!_rows.Remove(row, out var at))
            return;
        _live.Remove(at);
        _originals.Remove(row);
        if (_index.Count > WorthCompacting && _live.Count < _index.Count / 2)
            Compact();
    }

    public float[]? Read(int row)
    {
        if (_originals.TryGetValue(row, out var original))
            return [.. original];
        if (!_rows.TryGetValue(row, out var at))
            return null;
        var vector = new float[dimensions];
        _index.Read(at, vector);
        return vector;
    }

    public IReadOnlyList<NearRow> Search(
        ReadOnlySpan<float> query, int count, Func<int, bool>? isWanted, CancellationToken cancellationToken)
    {
        var rows = _live;
        if (isWanted is not null)
        {
            rows = new RowBitmap();
            foreach (var row in _live.Rows())
            {
                if (isWanted(_records[(int)row]))
                    rows.Add(row);
            }
        }
        if (rows.Count == 0)
            return [];
        var scaled = measure.ScalesToUnit ? ScaledToUnit(query) : query;
        var found = _index.Search(scaled, count, filter: rows, cancellationToken: cancellationToken);
        return Array.ConvertAll(
            found, answer => new NearRow(_records[(int)answer.Row], measure.ScoreOf(answer.Score)));
    }

    public void Dispose() => _index.Dispose();

    private void Append(int row, ReadOnlySpan<float> vector)
    {
        var at = _index.Add(vector);
        _records.Add(row);
        _rows[row] = at;
        _live.Add(at);
    }

    private void Compact()
    {
        var (before, rows, records) = (_index, _live, _records);
        _index = new VectorIndex(dimensions);
        _live = new RowBitmap();
        _records = [];
        var vector = new float[dimensions];
        foreach (var at in rows.Rows())
        {
            before.Read(at, vector);
            Append(records[(int)at], vector);
        }
        before.Dispose();
    }

    /// <summary>A vector in the same direction. One of zeros has none: it stays, and is orthogonal to all.</summary>
    private static float[] ScaledToUnit(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        var scale = squares == 0 ? 0 : 1 / Math.Sqrt(squares);
        var unit = new float[vector.Length];
        for (var i = 0; i < unit.Length; i++)
            unit[i] = (float)(vector[i] * scale);
        return unit;
    }
}
