using Clip.Catalog.Reading;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

internal sealed partial class PostgresSnapshot
{
    /// <inheritdoc/>
    internal override bool HasWords => true;

    /// <inheritdoc/>
    public override IReadOnlyList<WordHit> SearchWords(string text, int topK, PictureFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return Read(session =>
        {
            var selected = filter is { IsEmpty: false } ? Selected(session, filter) : null;
            return new WordMatches(new PostgresWords(session, Id)).Find(
                text, topK, entry => selected?.Contains(entry) ?? true, path => Allows(session, filter, path));
        });
    }

    private HashSet<long> Selected(Session session, PictureFilter filter)
    {
        var sql = new SqlText();
        sql.Add($"SELECT p.entry FROM {Pictures} p WHERE p.library_id = {sql.Value(Id)}");
        Select(filter, session)?.AddTo(sql);
        return session.Rows(static row => row.GetInt64(0), sql.ToString(), sql.Values).ToHashSet();
    }

    private bool Allows(Session session, PictureFilter? filter, string path) =>
        filter is null
        || (filter.AllowsPath(path) && (!filter.AsksForMetadata || filter.AllowsMetadata(session.Rows(
            StoredFiles.Read,
            $"SELECT {StoredFiles.Columns} FROM {StoredFiles.Tables} WHERE f.library_id = $1 AND f.path = $2",
            Id, path).FirstOrDefault()?.Metadata)));
}
