using System.Numerics.Tensors;
using Clip.Postgres.Connections;
using Clip.Vectors;

namespace Clip.Postgres.Reading;

/// <summary>Exact search: a scan of 16-bit vectors finds candidates, whose 32-bit vectors decide.</summary>
internal sealed partial class PostgresSnapshot
{
    /// <summary>How many more candidates than answers the first scan returns, so that a second one is rare.</summary>
    private const int Spare = 64;

    /// <summary>Longer answers are faster to compare than to look up in an index.</summary>
    private const int MostApproximate = 1000;

    private const string Pictures = "clip.picture";
    private const string Captions = "clip.caption";

    /// <inheritdoc/>
    internal override ScoredRow[] RankPictures(
        ReadOnlySpan<float> query, int count, PictureFilter? filter, CancellationToken cancellationToken) =>
        Rank(query.ToArray(), count, float.NegativeInfinity, excluded: null, filter, cancellationToken);

    /// <inheritdoc/>
    internal override ScoredRow[] ScorePictures(
        ReadOnlySpan<float> query, IReadOnlyCollection<long> entries, CancellationToken cancellationToken)
    {
        long[] wanted = [.. entries];
        var rows = Read(session => ReadVectors(session, Pictures, wanted));
        return CandidateScores.Best(query, rows, Math.Max(1, rows.Count), float.NegativeInfinity);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var answers = new List<IReadOnlyList<PictureHit>>();
        foreach (var query in Split(queries))
        {
            var ranked = Rank(query, topK, minScore, excludeEntry, filter, cancellationToken);
            List<PictureHit> hits = [];
            foreach (var page in ranked.Chunk(PageSize))
            {
                foreach (var (at, path, caption) in PathsOf([.. page.Select(static row => row.Row)], filter))
                {
                    if (hits.Count < topK)
                        hits.Add(new PictureHit(hits.Count + 1, path, page[at].Score, caption, page[at].Row));
                }
                if (hits.Count == topK)
                    break;
            }
            answers.Add(hits);
        }
        return answers;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        var answers = new List<IReadOnlyList<CaptionHit>>();
        foreach (var query in Split(queries))
            answers.Add(RankCaptions(query, topK, "", minScore, excludeEntry, cancellationToken));
        return answers;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<CaptionHit> RankCaptions(
        ReadOnlySpan<float> query, int topK, string folder, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return RankCaptions(
            query.ToArray(), topK, folder, float.NegativeInfinity, excluded: null, cancellationToken);
    }

    private ScoredRow[] Rank(
        float[] query, int count, float minScore, long? excluded, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Read(session =>
        {
            var selection = Select(filter, session);
            return !_isExact && count <= MostApproximate && GraphParts(session) > 0
                && Near(session, query, count, minScore, Width(session), AddConditions) is { } near
                    ? near
                    : Best(session, Pictures, query, count, minScore, AddConditions, cancellationToken);

            void AddConditions(SqlText sql)
            {
                selection?.AddTo(sql);
                if (excluded is { } entry)
                    sql.Add($" AND p.entry <> {sql.Value(entry)}");
            }
        });
    }

    private List<CaptionHit> RankCaptions(
        float[] query, int topK, string folder, float minScore, long? excluded, CancellationToken cancellationToken)
    {
        var best = Read(session => Best(session, Captions, query, topK, minScore, sql =>
        {
            AddFolder(folder, sql);
            if (excluded is { } entry)
                sql.Add($" AND p.entry <> {sql.Value(entry)}");
        }, cancellationToken));
        List<CaptionHit> hits = [];
        foreach (var (text, path, at) in CaptionTexts([.. best.Select(static row => row.Row)], folder))
            hits.Add(new CaptionHit(hits.Count + 1, text, best[at].Score, path, best[at].Row));
        return hits;
    }

    /// <summary>
    /// The best of the candidates that the index of a large library finds. Null where it finds fewer than it is asked
    /// for: it stops after some number of pictures, so a filter that few meet is better met by a comparison with all.
    /// </summary>
    private ScoredRow[]? Near(
        Session session, float[] query, int count, float minScore, int width, Action<SqlText> addConditions)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        VectorLength.RequireFinite(query, nameof(query));
        var wanted = (long)count + Spare;
        var candidates = NeighborGraph.Find(
            session, _library, GraphParts(session), DirectionOf(query), wanted, width, addConditions);
        return candidates.Length < wanted
            ? null
            : CandidateScores.Best(query, ReadVectors(session, Pictures, candidates), count, minScore);
    }

    /// <summary>The query in unit length: the order does not depend on it, and 16 bits may not hold another.</summary>
    private static float[] DirectionOf(float[] query)
    {
        var length = TensorPrimitives.Norm(query);
        return length > 0 ? Array.ConvertAll(query, value => value / length) : query;
    }

    /// <summary>
    /// The best rows of a table. The database orders by 16-bit vectors; a row can be among the best only if it is not
    /// further from the last of them than both errors together, so what comes within that is compared in 32 bits. The
    /// answer is that of a comparison with every row.
    /// </summary>
    private ScoredRow[] Best(
        Session session, string table, float[] query, int count, float minScore, Action<SqlText> addConditions,
        CancellationToken cancellationToken)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        VectorLength.RequireFinite(query, nameof(query));
        if (float.IsNaN(minScore))
            throw new ArgumentException("The lowest score is not a number.", nameof(minScore));
        var direction = DirectionOf(query);
        var margin = 2 * CandidateScores.ErrorBound(query.Length, queryLength: 1);
        for (var fetched = (long)count + Spare; ; fetched *= 4)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sql = new SqlText();
            var product = $"(p.code <#> {sql.Value(direction)}::real[]::halfvec)";
            sql.Add($"SELECT p.entry, -{product} FROM {table} p WHERE p.library_id = {sql.Value(Id)}");
            addConditions(sql);
            sql.Add($" ORDER BY {product}, p.entry LIMIT {sql.Value(fetched)}");
            List<(long Entry, double Score)> found = [];
            session.Each(
                row => found.Add((row.GetInt64(0), row.GetDouble(1))), sql.ToString(), sql.Values, cancellationToken);
            var isAll = found.Count < fetched;
            if (found.Count > count)
            {
                var least = found[count - 1].Score - margin;
                if (!isAll && found[^1].Score >= least)
                    continue;
                found = [.. found.TakeWhile((row, i) => i < count || row.Score >= least)];
            }
            var vectors = ReadVectors(session, table, [.. found.Select(static row => row.Entry)]);
            return CandidateScores.Best(query, vectors, count, minScore);
        }
    }

    private List<(long Entry, float[] Vector)> ReadVectors(Session session, string table, long[] entries)
    {
        List<(long, float[])> rows = [];
        foreach (var page in entries.Chunk(VectorPageSize))
        {
            rows.AddRange(session.Rows(
                static row => (row.GetInt64(0), row.GetFieldValue<float[]>(1)),
                $"SELECT entry, embedding::real[] FROM {table} WHERE library_id = $1 AND entry = ANY($2)", Id, page));
        }
        return rows;
    }

    private List<float[]> Split(ReadOnlySpan<float> queries)
    {
        if (queries.IsEmpty || queries.Length % Model.Dimensions != 0)
        {
            throw new ArgumentException(
                $"{queries.Length} numbers are not whole queries of dimension {Model.Dimensions}.", nameof(queries));
        }
        return [.. queries.ToArray().Chunk(Model.Dimensions)];
    }
}
