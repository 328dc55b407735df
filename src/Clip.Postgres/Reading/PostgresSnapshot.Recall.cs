using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>What a measurement of approximate searches needs.</summary>
internal sealed partial class PostgresSnapshot
{
    private int? _graphParts;
    private int? _usualWidth;

    /// <summary>Whether searches go through an index that may miss some pictures.</summary>
    public bool IsApproximate => Read(session => GraphParts(session) > 0);

    /// <summary>Vectors of captions from all over the library, the same ones each time.</summary>
    public List<float[]> SampleCaptions(int count) => Sample(Captions, count);

    /// <summary>Vectors of pictures from all over the library, the same ones each time.</summary>
    public List<float[]> SamplePictures(int count) => Sample(Pictures, count);

    /// <summary>The best pictures, found by a comparison with all.</summary>
    public ScoredRow[] RankExactly(float[] query, int count, CancellationToken cancellationToken) => Read(session =>
        Best(session, Pictures, query, count, float.NegativeInfinity, static _ => { }, cancellationToken));

    /// <summary>The best pictures as a search through the index finds them.</summary>
    /// <param name="query">The query.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="width">How many of the index's entries it looks at.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public ScoredRow[] RankNear(float[] query, int count, int width, CancellationToken cancellationToken) =>
        Read(session => Near(session, query, count, float.NegativeInfinity, width, static _ => { }))
            ?? RankExactly(query, count, cancellationToken);

    private List<float[]> Sample(string table, int count) => Read(session =>
    {
        var (first, last) = session.Rows(
            static row => row.IsDBNull(0) ? (0, -1) : (row.GetInt64(0), row.GetInt64(1)),
            $"SELECT min(entry), max(entry) FROM {table} WHERE library_id = $1", Id)[0];
        var random = new Random(0);
        var isEmpty = last < first;
        long[] wanted = [.. Enumerable.Range(0, isEmpty ? 0 : count).Select(_ => random.NextInt64(first, last + 1))];
        var entries = session.Rows(
            static row => row.GetInt64(0),
            $"""
            SELECT DISTINCT (SELECT p.entry FROM {table} p WHERE p.library_id = $1 AND p.entry >= w.entry
                             ORDER BY p.entry LIMIT 1)
            FROM unnest($2) w (entry)
            """,
            Id, wanted);
        return ReadVectors(session, table, [.. entries]).ConvertAll(static row => row.Vector);
    });

    /// <summary>
    /// How many of the index's entries a search looks at: as it was told, else as the library remembers; 0 for the
    /// least.
    /// </summary>
    private int Width(Session session) =>
        _width ?? (_usualWidth ??= RecallCurve.Of(session, Id)?.UsualWidth ?? 0);

    // A snapshot is of one moment.
    private int GraphParts(Session session) => _graphParts ??= NeighborGraph.CountParts(session, Id);
}
