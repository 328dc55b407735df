namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>
    /// What each format adds to the one before, from format 2 on. A new catalog goes through the same steps as an old
    /// one, so that both end with the same tables.
    /// </summary>
    private static readonly string[] Additions =
    [
        MetadataOfPictures,
        FileIdentities,
        WordIndex,
        RereadMetadata,
        ReaderVersions,
    ];

    /// <summary>
    /// Format 2: the metadata in a picture's file (times in local ticks, offsets in minutes, one caption per line of
    /// words); and the signature of the sidecar that a file's own captions were read from, empty for none, null where
    /// they have not been read.
    /// </summary>
    private const string MetadataOfPictures = """
        ALTER TABLE picture ADD COLUMN captured INTEGER;
        ALTER TABLE picture ADD COLUMN utc_offset INTEGER;
        ALTER TABLE picture ADD COLUMN camera TEXT;
        ALTER TABLE picture ADD COLUMN latitude REAL;
        ALTER TABLE picture ADD COLUMN longitude REAL;
        ALTER TABLE picture ADD COLUMN words TEXT;
        ALTER TABLE picture ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX picture_undescribed ON picture (entry) WHERE described = 0;
        ALTER TABLE file ADD COLUMN own TEXT;
        CREATE INDEX file_unheard ON file (id) WHERE own IS NULL;
        """;

    /// <summary>
    /// Format 6: words that a text has with hyphens are found without them too, so that the words of all files are
    /// written again; and <c>described</c> is the <see cref="Clip.Metadata.MetadataReader.Version"/> that has read a
    /// picture's metadata, 0 where none has.
    /// </summary>
    private const string ReaderVersions = """
        INSERT OR IGNORE INTO unworded SELECT id FROM file;
        DROP INDEX picture_undescribed;
        CREATE INDEX picture_described ON picture (described);
        """;

    private static long FormatVersion => 1 + Additions.Length;

    private long _format;

    /// <summary>
    /// Whether the tables have the metadata of pictures. A catalog that is open to be read may be migrated meanwhile by
    /// its writer.
    /// </summary>
    public bool HasMetadata => Format >= 2;

    /// <summary>Whether an older program wrote the tables.</summary>
    public bool HasOlderFormat => Format < FormatVersion;

    /// <summary>The format that the tables have now.</summary>
    private long Format => _format >= FormatVersion ? _format : _format = Number("PRAGMA user_version");

    /// <summary>Brings an older catalog to the newest format, all or nothing.</summary>
    public void Migrate()
    {
        if (Format >= FormatVersion)
            return;
        BeginWrite();
        try
        {
            // Read again now that nobody else can write.
            Extend(Number("PRAGMA user_version"));
            WriteWords();
            Commit();
        }
        finally
        {
            Rollback();
        }
    }

    /// <summary>Adds what a format lacks. Part of a transaction.</summary>
    private void Extend(long format)
    {
        foreach (var addition in Additions.Skip((int)Math.Max(0, format - 1)))
            Execute(addition);
        Execute($"PRAGMA user_version = {Invariant(FormatVersion)}");
    }
}
