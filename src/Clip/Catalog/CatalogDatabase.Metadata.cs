using Clip.Metadata;

namespace Clip.Catalog;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// What <see cref="DescribePicture"/> writes and <see cref="ReadMetadata"/> reads, in their order: local ticks, minutes
    /// ahead of UTC, camera, degrees. An older catalog has none of it.
    /// </summary>
    private const string MetadataColumns = "p.captured, p.utc_offset, p.camera, p.latitude, p.longitude, p.described, f.own";

    private const string NoMetadataColumns = "NULL, NULL, NULL, NULL, NULL, 0, NULL";

    /// <summary>Stores what a picture's file says of itself.</summary>
    public void DescribePicture(long entry, PictureMetadata metadata, string? words) => Run(
        """
        UPDATE picture SET captured = ?2, utc_offset = ?3, camera = ?4, latitude = ?5, longitude = ?6, words = ?7, described = 1
        WHERE entry = ?1
        """,
        entry, metadata.Captured?.Ticks, (long?)metadata.UtcOffset?.TotalMinutes, metadata.Camera,
        metadata.Place?.Latitude, metadata.Place?.Longitude, words);

    /// <summary>The next pictures of which it is not known what their files say.</summary>
    public List<long> UndescribedAfter(long entry, int count)
    {
        var entries = new List<long>();
        using var answer = Query("SELECT entry FROM picture WHERE described = 0 AND entry > ?1 ORDER BY entry LIMIT ?2", entry, (long)count);
        while (answer.Next())
            entries.Add(answer.Int64(0));
        return entries;
    }

    /// <summary>The next files whose own captions have not been asked for.</summary>
    public List<UnheardFile> UnheardAfter(long file, int count)
    {
        var files = new List<UnheardFile>();
        using var answer = Query(
            """
            SELECT f.id, f.path, p.words FROM file f JOIN picture p ON p.entry = f.entry
            WHERE f.own IS NULL AND f.id > ?1 ORDER BY f.id LIMIT ?2
            """,
            file, (long)count);
        while (answer.Next())
            files.Add(new UnheardFile(answer.Int64(0), answer.Text(1), answer.TextOrNull(2)?.Split('\n') ?? []));
        return files;
    }

    public void SetHeard(string path, string? beside) => Run("UPDATE file SET own = ?2 WHERE path = ?1", path, beside);

    /// <summary>How many pictures say when and where they were taken, and of how many that is not known yet.</summary>
    public (long Dated, long Placed, long Undescribed) CountMetadata() => (
        Number("SELECT count(captured) FROM picture"),
        Number("SELECT count(latitude) FROM picture"),
        Number("SELECT count(*) FROM picture WHERE described = 0"));

    /// <summary>The pictures that meet those conditions of a filter that SQL can express, with what the others are about.</summary>
    public IEnumerable<(long Entry, string? Camera, GeoPoint? Place)> PicturesWithin(PictureFilter filter)
    {
        // A bound that is not given lets everything through; NULL, of a picture that does not say, passes no bound.
        using var answer = !HasMetadata
            ? Query("SELECT entry, NULL, NULL, NULL FROM picture WHERE width >= ?1 AND height >= ?2", (long)filter.MinWidth, (long)filter.MinHeight)
            : Query(
                """
                SELECT entry, camera, latitude, longitude FROM picture
                WHERE width >= ?1 AND height >= ?2 AND (?3 IS NULL OR captured >= ?3) AND (?4 IS NULL OR captured < ?4)
                      AND (?5 IS NULL OR latitude BETWEEN ?5 AND ?6)
                """,
                (long)filter.MinWidth, (long)filter.MinHeight, filter.CapturedFrom?.Ticks, filter.CapturedBefore?.Ticks,
                filter.Near?.Latitudes.South, filter.Near?.Latitudes.North);
        while (answer.Next())
            yield return (answer.Int64(0), answer.TextOrNull(1), ReadPlace(answer, 2));
    }

    /// <summary>Every file's path with its picture.</summary>
    public IEnumerable<(string Path, long Entry)> AllPaths()
    {
        using var answer = Query("SELECT path, entry FROM file");
        while (answer.Next())
            yield return (answer.Text(0), answer.Int64(1));
    }

    private static PictureMetadata? ReadMetadata(Statement.Answer answer, int column)
    {
        if (answer.Int64(column + 5) == 0)
            return null;
        var ticks = answer.Int64OrNull(column);
        var minutes = answer.Int64OrNull(column + 1);
        return new PictureMetadata
        {
            Captured = ticks is >= 0 and <= 3_155_378_975_999_999_999 ? new DateTime(ticks.Value, DateTimeKind.Unspecified) : null,
            UtcOffset = minutes is >= -14 * 60 and <= 14 * 60 ? TimeSpan.FromMinutes(minutes.Value) : null,
            Camera = answer.TextOrNull(column + 2),
            Place = ReadPlace(answer, column + 3),
        };
    }

    private static GeoPoint? ReadPlace(Statement.Answer answer, int column) =>
        answer.DoubleOrNull(column) is { } latitude && answer.DoubleOrNull(column + 1) is { } longitude
            ? GeoPoint.TryCreate(latitude, longitude)
            : null;
}
