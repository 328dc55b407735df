using Clip.Catalog.Reading;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>Lists pictures without a query.</summary>
internal sealed partial class PostgresSnapshot
{
    /// <inheritdoc/>
    public override IReadOnlyList<FileRecord> ListFiles(
        PictureOrder order, int count, PictureFilter? filter = null, bool firstOfCopies = false)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var listing = new FileListing(order, count, firstOfCopies);
        Read(session =>
        {
            var selection = Select(filter, session);
            var sql = new SqlText();
            sql.Add($"SELECT {StoredFiles.Columns} FROM {StoredFiles.Tables} WHERE f.library_id = {sql.Value(Id)}");
            selection?.AddTo(sql);
            session.Each(
                row =>
                {
                    var file = StoredFiles.Read(row);
                    if (filter is null || (filter.AllowsPath(file.Path) && filter.AllowsMetadata(file.Metadata)))
                        listing.Add(file);
                },
                sql.ToString(), sql.Values, CancellationToken.None);
            return true;
        });
        return listing.ToList();
    }

    /// <inheritdoc/>
    public override long CountPictures(PictureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read(session => Count(session, filter));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FilterCount> CountMatches(PictureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var pictures = PictureCount;
        return Read(session => filter.Conditions().Select(one => new FilterCount(
            one.Condition, Count(session, one.Filter), Known(session, one.Condition) ?? pictures, pictures)).ToList());
    }

    private long Count(Session session, PictureFilter filter)
    {
        var sql = new SqlText();
        sql.Add($"SELECT count(*) FROM {Pictures} p WHERE p.library_id = {sql.Value(Id)}");
        PictureSelection.Of(filter, session, Id)?.AddTo(sql);
        return session.Value<long>(sql.ToString(), sql.Values);
    }

    /// <summary>How many pictures have what a condition is about; null where all have.</summary>
    private long? Known(Session session, FilterCondition condition)
    {
        var column = condition switch
        {
            FilterCondition.Date => "captured",
            FilterCondition.Camera => "camera",
            FilterCondition.Place => "latitude",
            _ => null,
        };
        return column is null
            ? null
            : session.Value<long>(
                $"SELECT count(DISTINCT entry) FROM clip.file WHERE library_id = $1 AND {column} IS NOT NULL", Id);
    }
}
