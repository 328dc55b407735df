using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>
/// The pictures that a filter selects. Dates, cameras, sizes and folders are conditions of the statement; globs and
/// circles, which the database does not know, are resolved to entries first.
/// </summary>
internal sealed class PictureSelection
{
    private readonly PictureFilter _filter;
    private readonly string[]? _cameras;
    private readonly long[]? _entries;

    private PictureSelection(PictureFilter filter, string[]? cameras, long[]? entries)
    {
        _filter = filter;
        _cameras = cameras;
        _entries = entries;
    }

    /// <summary>Prepares a filter; null where all pictures are selected.</summary>
    public static PictureSelection? Of(PictureFilter? filter, Session session, int library)
    {
        if (filter is not { IsEmpty: false })
            return null;
        var cameras = filter.Cameras.Count == 0 ? null : Cameras(filter, session, library);
        if (filter.Globs.Count == 0 && filter.Near is null)
            return new PictureSelection(filter, cameras, entries: null);
        return new PictureSelection(filter, cameras, Entries(filter, cameras, session, library));
    }

    /// <summary>Appends the condition on pictures, which the statement calls <c>p</c>.</summary>
    public void AddTo(SqlText sql)
    {
        if (_entries is not null)
        {
            sql.Add($" AND p.entry = ANY({sql.Value(_entries)})");
            return;
        }
        AddSizes(_filter, sql);
        if (!_filter.AsksForMetadata && _filter.Folder.Length == 0)
            return;
        sql.Add(" AND EXISTS (SELECT 1 FROM clip.file f WHERE f.library_id = p.library_id AND f.entry = p.entry");
        AddFileConditions(_filter, _cameras, sql);
        sql.Add(")");
    }

    private static string[] Cameras(PictureFilter filter, Session session, int library) =>
    [
        .. session.Rows(
                static row => row.GetString(0),
                "SELECT DISTINCT camera FROM clip.file WHERE library_id = $1 AND camera IS NOT NULL", library)
            .Where(camera => filter.Cameras.Any(text => camera.Contains(text, StringComparison.OrdinalIgnoreCase))),
    ];

    private static long[] Entries(PictureFilter filter, string[]? cameras, Session session, int library)
    {
        var sql = new SqlText();
        sql.Add($"SELECT f.entry, f.path, f.latitude, f.longitude FROM {StoredFiles.Tables} ")
            .Add($"WHERE f.library_id = {sql.Value(library)}");
        AddSizes(filter, sql);
        AddFileConditions(filter, cameras, sql);
        SortedSet<long> entries = [];
        session.Each(
            row =>
            {
                if (filter.AllowsPath(row.GetString(1)) && (filter.Near is not { } circle
                    || (GeoPoint.TryCreate(row.GetDouble(2), row.GetDouble(3)) is { } place && circle.Contains(place))))
                {
                    entries.Add(row.GetInt64(0));
                }
            },
            sql.ToString(), sql.Values, CancellationToken.None);
        return [.. entries];
    }

    private static void AddSizes(PictureFilter filter, SqlText sql)
    {
        if (filter.MinWidth > 0)
            sql.Add($" AND p.width >= {sql.Value(filter.MinWidth)}");
        if (filter.MinHeight > 0)
            sql.Add($" AND p.height >= {sql.Value(filter.MinHeight)}");
    }

    private static void AddFileConditions(PictureFilter filter, string[]? cameras, SqlText sql)
    {
        if (filter.CapturedFrom is { } from)
            sql.Add($" AND f.captured >= {sql.Value(from.Ticks)}");
        if (filter.CapturedBefore is { } before)
            sql.Add($" AND f.captured < {sql.Value(before.Ticks)}");
        if (cameras is not null)
            sql.Add($" AND f.camera = ANY({sql.Value(cameras)})");
        if (filter.Near?.Latitudes is { } latitudes)
            sql.Add($" AND f.latitude BETWEEN {sql.Value(latitudes.South)} AND {sql.Value(latitudes.North)}");
        // In the order of bytes, '0' follows '/'.
        if (filter.Folder.Length > 0)
            sql.Add($" AND f.path >= {sql.Value(filter.Folder + "/")} AND f.path < {sql.Value(filter.Folder + "0")}");
    }
}
