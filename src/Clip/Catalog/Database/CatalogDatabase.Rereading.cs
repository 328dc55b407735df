namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// Format 5: which caption file says what, so that what one no longer says can be removed; and what XMP sidecars
    /// say, which belongs to a file and takes precedence over the metadata in the picture. The metadata in pictures are
    /// read again, because older programs read less of them, and so are all caption files.
    /// </summary>
    /// <remarks>
    /// Captions of pictures have the number of their caption file in their position. Captions that no caption file is
    /// known to say (2: older programs did not record it) stay until one says them. The kind of a date is a
    /// <see cref="Clip.Metadata.DateKind"/>; the first lines of the words are titles, and the next ones descriptions.
    /// The signature of XMP sidecars is empty for none, and null where they are to be read.
    /// </remarks>
    private const string RereadMetadata = """
        CREATE TABLE caption_file (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, state TEXT NOT NULL
        ) STRICT;
        CREATE TABLE listed_caption (
            source INTEGER NOT NULL, caption INTEGER NOT NULL, PRIMARY KEY (source, caption)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX listed_caption_by_caption ON listed_caption (caption);
        INSERT INTO caption_file (path, state)
            SELECT substr(name, 10), iif(value LIKE '%:useless', value, '') FROM note WHERE name LIKE 'captions:%';
        DELETE FROM note WHERE name LIKE 'captions:%';
        UPDATE caption SET standalone = 2 WHERE standalone = 1;

        ALTER TABLE picture ADD COLUMN date_kind INTEGER;
        ALTER TABLE picture ADD COLUMN titles INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE picture ADD COLUMN descriptions INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE file ADD COLUMN xmp TEXT DEFAULT '';
        CREATE INDEX file_xmp_unread ON file (id) WHERE xmp IS NULL;
        CREATE TABLE sidecar (
            file INTEGER PRIMARY KEY,
            captured INTEGER, utc_offset INTEGER, date_kind INTEGER,
            camera TEXT, latitude REAL, longitude REAL
        ) STRICT;
        UPDATE picture SET described = 0;
        UPDATE file SET own = NULL, xmp = NULL;
        """;
}
