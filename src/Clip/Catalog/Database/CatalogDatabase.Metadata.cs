using Clip.Metadata;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// The columns that <see cref="DescribePicture"/> writes and <see cref="ReadMetadata"/> reads: local ticks, minutes
    /// ahead of UTC, camera, degrees. An older catalog has none of them.
    /// </summary>
    private const string MetadataColumns = "p.captured, p.utc_offset, p.camera, p.latitude, p.longitude, p.described";

    private const string NoMetadataColumns = "NULL, NULL, NULL, NULL, NULL, 0";

    /// <summary>
    /// Stores the metadata of a picture. If it says other texts than when it was read before, the captions of its files
    /// become unread.
    /// </summary>
    public void DescribePicture(long entry, EmbeddedMetadata embedded)
    {
        var (metadata, texts) = (embedded.Metadata, embedded.Texts);
        var words = string.Join('\n', texts.All);
        object? stored = words.Length > 0 ? words : null;
        var (titles, descriptions) = ((long)texts.Titles.Count, (long)texts.Descriptions.Count);
        Run(
            """
            UPDATE file SET own = NULL WHERE entry = ?1 AND EXISTS (
                SELECT 1 FROM picture WHERE entry = ?1 AND described > 0
                AND (words IS NOT ?2 OR titles <> ?3 OR descriptions <> ?4))
            """,
            entry, stored, titles, descriptions);
        Run(
            """
            UPDATE picture SET captured = ?2, utc_offset = ?3, camera = ?4, latitude = ?5, longitude = ?6,
                               date_kind = ?7, words = ?8, titles = ?9, descriptions = ?10, described = ?11
            WHERE entry = ?1
            """,
            entry, metadata.Captured?.Ticks, (long?)metadata.UtcOffset?.TotalMinutes, metadata.Camera,
            metadata.Place?.Latitude, metadata.Place?.Longitude, (long?)embedded.DateKind, stored, titles, descriptions,
            (long)MetadataReader.Version);
    }

    /// <summary>
    /// Whether the metadata of some picture that is there have not been read, or an older version read them. The order
    /// of the tables is given, so that nothing is searched where there is none.
    /// </summary>
    public bool HasUndescribed()
    {
        using var answer = Query(
            """
            SELECT 1 FROM picture p CROSS JOIN file f ON f.entry = p.entry
            WHERE p.described < ?1 AND f.absent = 0 LIMIT 1
            """,
            (long)MetadataReader.Version);
        return answer.Next();
    }

    /// <summary>The next pictures whose metadata a version of the reader has read; version 0 is none.</summary>
    public List<long> DescribedAfter(long version, long entry, int count)
    {
        var entries = new List<long>();
        using var answer = Query(
            "SELECT entry FROM picture WHERE described = ?1 AND entry > ?2 ORDER BY entry LIMIT ?3",
            version, entry, (long)count);
        while (answer.Next())
            entries.Add(answer.Int64(0));
        return entries;
    }

    /// <summary>How many pictures have metadata that an older version of the reader has read.</summary>
    public long CountDescribedByOlder() =>
        Number($"SELECT count(*) FROM picture WHERE described BETWEEN 1 AND {Invariant(MetadataReader.Version - 1)}");

    /// <summary>Makes the XMP sidecars of all files unread that have some.</summary>
    public void ForgetAllSidecars() => Run("UPDATE file SET own = NULL, xmp = NULL WHERE xmp <> ''");

    /// <summary>The next files whose own captions have not been read.</summary>
    public List<UnreadCaptions> UnreadCaptionsAfter(long file, int count)
    {
        var files = new List<UnreadCaptions>();
        using var answer = Query(
            """
            SELECT f.id, f.path, p.words, p.titles, p.descriptions FROM file f JOIN picture p ON p.entry = f.entry
            WHERE f.own IS NULL AND f.id > ?1 ORDER BY f.id LIMIT ?2
            """,
            file, (long)count);
        while (answer.Next())
        {
            var words = answer.TextOrNull(2)?.Split('\n') ?? [];
            var titles = (int)Math.Clamp(answer.Int64(3), 0, words.Length);
            var descriptions = (int)Math.Clamp(answer.Int64(4), 0, words.Length - titles);
            var texts = new PictureTexts(
                words[..titles], words[titles..(titles + descriptions)], words[(titles + descriptions)..]);
            files.Add(new UnreadCaptions(answer.Int64(0), answer.Text(1), texts));
        }
        return files;
    }

    /// <summary>
    /// Records the sidecar that a file's captions were read from; null where they have not been read.
    /// </summary>
    public void SetSidecar(string path, string? signature) =>
        Run("UPDATE file SET own = ?2 WHERE path = ?1", path, signature);

    /// <summary>How many pictures have a date and a place, and of how many the metadata are to be read.</summary>
    public (long Dated, long Placed, long Undescribed) CountMetadata() => (
        Number($"SELECT count(DISTINCT entry) FROM {DescribedPictures} WHERE captured IS NOT NULL"),
        Number($"SELECT count(DISTINCT entry) FROM {DescribedPictures} WHERE latitude IS NOT NULL"),
        Number($"SELECT count(*) FROM picture WHERE described < {Invariant(MetadataReader.Version)}"));

    private static PictureMetadata? ReadMetadata(Statement.Answer answer, int column)
    {
        if (answer.Int64(column + 5) == 0)
            return null;
        var ticks = answer.Int64OrNull(column);
        var minutes = answer.Int64OrNull(column + 1);
        return new PictureMetadata
        {
            Captured = ticks is >= 0 and <= 3_155_378_975_999_999_999
                ? new DateTime(ticks.Value, DateTimeKind.Unspecified)
                : null,
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
