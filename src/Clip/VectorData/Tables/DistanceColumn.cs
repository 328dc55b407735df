using Clip.VectorData.Records;
using Clip.Vectors;

namespace Clip.VectorData.Tables;

/// <summary>Vectors compared by a distance, each with the query, on all cores.</summary>
internal sealed class DistanceColumn(int dimensions, VectorDistance distance) : IVectorColumn
{
    /// <summary>As many numbers as a core compares in about the time that starting another takes.</summary>
    private const int NumbersPerChunk = 1 << 18;

    private readonly List<float[]?> _vectors = [];

    public void Set(int row, ReadOnlySpan<float> vector)
    {
        while (_vectors.Count <= row)
            _vectors.Add(null);
        _vectors[row] = vector.ToArray();
    }

    public void Remove(int row)
    {
        if (row < _vectors.Count)
            _vectors[row] = null;
    }

    public float[]? Read(int row) => row < _vectors.Count && _vectors[row] is { } vector ? [.. vector] : null;

    public IReadOnlyList<NearRow> Search(
        ReadOnlySpan<float> query, int count, Func<int, bool>? isWanted, CancellationToken cancellationToken)
    {
        var scores = new float[_vectors.Count];
        var target = query.ToArray();
        var size = Math.Max(1, NumbersPerChunk / dimensions);
        var chunks = (scores.Length + size - 1) / size;
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, chunks, options, chunk =>
        {
            var difference = new float[dimensions];
            for (var row = chunk * size; row < Math.Min(scores.Length, (chunk + 1) * size); row++)
            {
                scores[row] = _vectors[row] is { } vector && isWanted?.Invoke(row) != false
                    ? -distance(target, vector, difference)
                    : float.NaN;
            }
        });
        var best = new TopScores();
        best.Clear(count, float.NegativeInfinity);
        for (var row = 0; row < scores.Length; row++)
            best.Offer(row, scores[row]);
        return Array.ConvertAll(best.Ordered(), static found => new NearRow((int)found.Row, -found.Score));
    }

    public void Dispose() => _vectors.Clear();
}
