using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>Reads the vectors of many rows.</summary>
internal sealed partial class PostgresSnapshot
{
    private const int VectorPageSize = 4096;

    /// <inheritdoc/>
    public override ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        MeasureRanked(query, logits, excludeEntry is { } entry ? [entry] : [], filter, cancellationToken);

    /// <inheritdoc/>
    public override ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null,
        CancellationToken cancellationToken = default) =>
        Measure(Captions, query.ToArray(), logits, excludeEntry is { } entry ? [entry] : [], static _ => { },
            cancellationToken);

    /// <inheritdoc/>
    internal override ScoreDistribution MeasureRanked(
        ReadOnlySpan<float> query, LogitScale logits, IReadOnlyCollection<long> excluded, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        var selection = Read(session => Select(filter, session));
        return Measure(Pictures, query.ToArray(), logits, excluded, sql => selection?.AddTo(sql),
            cancellationToken);
    }

    /// <inheritdoc/>
    internal override ScoreDistribution MeasureCaptionsIn(
        ReadOnlySpan<float> query, string folder, LogitScale logits, CancellationToken cancellationToken) =>
        Measure(Captions, query.ToArray(), logits, [], sql => AddFolder(folder, sql), cancellationToken);

    /// <inheritdoc/>
    internal override long CountCaptionsIn(string folder)
    {
        var sql = new SqlText();
        sql.Add($"SELECT count(*) FROM {Captions} p WHERE p.library_id = {sql.Value(Id)}");
        AddFolder(folder, sql);
        return Read(session => session.Value<long>(sql.ToString(), sql.Values));
    }

    /// <inheritdoc/>
    internal override long[] PictureEntries(PictureFilter? filter) => Read(session =>
    {
        var selection = Select(filter, session);
        var sql = new SqlText();
        sql.Add($"SELECT p.entry FROM {Pictures} p WHERE p.library_id = {sql.Value(Id)}");
        selection?.AddTo(sql);
        sql.Add(" ORDER BY p.entry");
        return session.Rows(static row => row.GetInt64(0), sql.ToString(), sql.Values).ToArray();
    });

    /// <inheritdoc/>
    internal override void VisitPictures<TState>(
        PictureFilter? filter, Func<TState> create, PictureVisitor<TState> visit, Action<TState> finish,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(finish);
        var turn = new Lock();
        // By numbers: Native AOT does not compile the partitioner that ForEach takes for tuples.
        Pages(PictureEntries(filter), Pictures, page => Parallel.For(
            0, page.Count, new ParallelOptions { CancellationToken = cancellationToken }, create,
            (i, _, state) =>
            {
                visit(state, page[i].Entry, page[i].Vector);
                return state;
            },
            state =>
            {
                lock (turn)
                    finish(state);
            }));
    }

    /// <summary>The condition that a caption is of a picture in a folder, or any for the root.</summary>
    private static void AddFolder(string folder, SqlText sql)
    {
        if (folder.Length == 0)
            return;
        sql.Add(" AND EXISTS (SELECT 1 FROM clip.file_caption fc JOIN clip.file f USING (library_id, file_id) ")
            .Add("WHERE fc.library_id = p.library_id AND fc.caption = p.entry ")
            .Add($"AND f.path >= {sql.Value(folder + "/")} AND f.path < {sql.Value(folder + "0")})");
    }

    private ScoreDistribution Measure(
        string table, float[] query, LogitScale logits, IReadOnlyCollection<long> excluded,
        Action<SqlText> addConditions, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        sql.Add($"SELECT p.entry FROM {table} p WHERE p.library_id = {sql.Value(Id)}");
        addConditions(sql);
        sql.Add(" ORDER BY p.entry");
        var entries = Read(session => session.Rows(static row => row.GetInt64(0), sql.ToString(), sql.Values));
        var none = excluded.ToHashSet();
        using var first = new VectorIndex(Model.Dimensions);
        var all = first.Measure(query, logits, cancellationToken);
        Pages([.. entries.Where(entry => !none.Contains(entry))], table, page =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var some = new VectorIndex(Model.Dimensions);
            foreach (var (_, vector) in page)
                some.Add(vector);
            all = all.With(some.Measure(query, logits, cancellationToken));
        });
        return all;
    }

    /// <summary>Reads the vectors of rows in the order of their entries.</summary>
    private void Pages(long[] entries, string table, Action<List<(long Entry, float[] Vector)>> use)
    {
        foreach (var some in entries.Chunk(VectorPageSize))
        {
            var page = Read(session => ReadVectors(session, table, some));
            page.Sort(static (left, right) => left.Entry.CompareTo(right.Entry));
            use(page);
        }
    }
}
