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

    /// <summary>Stores the metadata of a picture.</summary>
    public void DescribePicture(long entry, EmbeddedMetadata embedded)
    {
        var (metadata, texts) = (embedded.Metadata, embedded.Texts);
        List<string> words = [.. texts.All];
        Run(
            """
            UPDATE picture SET captured = ?2, utc_offset = ?3, camera = ?4, latitude = ?5, longitude = ?6,
                               date_kind = ?7, words = ?8, titles = ?9, descriptions = ?10, described = 1
            WHERE entry = ?1
            """,
            entry, metadata.Captured?.Ticks, (long?)metadata.UtcOffset?.TotalMinutes, metadata.Camera,
            metadata.Place?.Latitude, metadata.Place?.Longitude, (long?)embedded.DateKind,
            words.Count > 0 ? string.Join('\n', words) : null, (long)texts.Titles.Count,
            (long)texts.Descriptions.Count);
    }

    /// <summary>The next pictures whose metadata have not been read.</summary>
    public List<long> UndescribedAfter(long entry, int count)
    {
        var entries = new List<long>();
        using var answer = Query(
            "SELECT entry FROM picture WHERE described = 0 AND entry > ?1 ORDER BY entry LIMIT ?2", entry, (long)count);
        while (answer.Next())
            entries.Add(answer.Int64(0));
        return entries;
    }

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

    /// <summary>How many pictures have a date and a place, and the metadata of how many have not been read.</summary>
    public (long Dated, long Placed, long Undescribed) CountMetadata() => (
        Number($"SELECT count(DISTINCT entry) FROM {DescribedPictures} WHERE captured IS NOT NULL"),
        Number($"SELECT count(DISTINCT entry) FROM {DescribedPictures} WHERE latitude IS NOT NULL"),
        Number("SELECT count(*) FROM picture WHERE described = 0"));

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
