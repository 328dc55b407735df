using Clip.Metadata;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// The metadata of a file: its sidecar's where that says them, else its picture's. When a picture was taken
    /// precedes when it was digitized, whichever says it.
    /// </summary>
    private const string SidecarMetadataColumns =
        $"{CapturedBySidecar}, {OffsetBySidecar}, {CameraBySidecar}, {LatitudeBySidecar}, {LongitudeBySidecar},"
        + " p.described";

    private const string IsDatedBySidecar = "s.captured IS NOT NULL AND s.date_kind <= coalesce(p.date_kind, 9)";
    private const string CapturedBySidecar = $"iif({IsDatedBySidecar}, s.captured, p.captured)";
    private const string OffsetBySidecar = $"iif({IsDatedBySidecar}, s.utc_offset, p.utc_offset)";
    private const string CameraBySidecar = "coalesce(s.camera, p.camera)";
    private const string LatitudeBySidecar = "coalesce(s.latitude, p.latitude)";
    private const string LongitudeBySidecar = "coalesce(s.longitude, p.longitude)";

    private const string JoinSidecar = " LEFT JOIN sidecar s ON s.file = f.id";

    /// <summary>Pictures with a sidecar beside one of their files, once for each file, and all others once.</summary>
    private const string PicturesWithSidecars = $"""
        (SELECT entry, width, height, captured, camera, latitude, longitude FROM picture
         WHERE entry NOT IN (SELECT f.entry FROM sidecar s JOIN file f ON f.id = s.file)
         UNION ALL
         SELECT p.entry, p.width, p.height, {CapturedBySidecar} AS captured, {CameraBySidecar} AS camera,
                {LatitudeBySidecar} AS latitude, {LongitudeBySidecar} AS longitude
         FROM file f JOIN picture p ON p.entry = f.entry{JoinSidecar}
         WHERE f.entry IN (SELECT f.entry FROM sidecar s JOIN file f ON f.id = s.file))
        """;

    /// <summary>Whether the tables have the metadata in sidecars.</summary>
    public bool HasSidecars => Format >= 5;

    /// <summary>
    /// What to select pictures from, to find those with some metadata. Copies of a picture may have different sidecars;
    /// the picture is found by what any of its files says.
    /// </summary>
    private string DescribedPictures => HasSidecarRows() ? PicturesWithSidecars : "picture";

    /// <summary>Whether any file has a sidecar with metadata, so that its copies may differ.</summary>
    public bool HasSidecarRows()
    {
        if (!HasSidecars)
            return false;
        using var answer = Query("SELECT 1 FROM sidecar LIMIT 1");
        return answer.Next();
    }

    /// <summary>Stores what a file's XMP sidecars say; null for nothing.</summary>
    public void DescribeFile(long file, string signature, EmbeddedMetadata? said)
    {
        Run("UPDATE file SET xmp = ?2 WHERE id = ?1", file, signature);
        Run("DELETE FROM sidecar WHERE file = ?1", file);
        if (said is not { Metadata: { } metadata } || metadata == PictureMetadata.None)
            return;
        Run(
            """
            INSERT INTO sidecar (file, captured, utc_offset, date_kind, camera, latitude, longitude)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            file, metadata.Captured?.Ticks, (long?)metadata.UtcOffset?.TotalMinutes, (long?)said.DateKind,
            metadata.Camera, metadata.Place?.Latitude, metadata.Place?.Longitude);
    }

    /// <summary>Makes a file's sidecars unread.</summary>
    public void ForgetSidecars(string path) => Run("UPDATE file SET own = NULL, xmp = NULL WHERE path = ?1", path);

    /// <summary>The next files whose XMP sidecars are to be read.</summary>
    public List<(long Id, string Path)> UnreadSidecarsAfter(long file, int count)
    {
        var files = new List<(long, string)>();
        using var answer = Query(
            "SELECT id, path FROM file WHERE xmp IS NULL AND id > ?1 ORDER BY id LIMIT ?2", file, (long)count);
        while (answer.Next())
            files.Add((answer.Int64(0), answer.Text(1)));
        return files;
    }
}
