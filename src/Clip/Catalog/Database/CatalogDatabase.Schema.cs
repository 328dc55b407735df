namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>"CLIP" in ASCII, in SQLite's header field for the kind of file.</summary>
    private const long ApplicationId = 0x434C4950;

    /// <summary>
    /// An entry is a row of the vector file: a picture's content or a caption's text. A picture may be in several
    /// files, a caption may belong to several files; entry numbers appear nowhere else, so compaction can renumber
    /// them. These are the tables of format 1; <see cref="Additions"/> has the later ones.
    /// </summary>
    private const string Schema = """
        CREATE TABLE state (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            model_name TEXT NOT NULL, model_fingerprint TEXT NOT NULL,
            dimension INTEGER NOT NULL, decode TEXT NOT NULL,
            root TEXT,
            vector_file TEXT NOT NULL, vector_file_id BLOB NOT NULL,
            rows INTEGER NOT NULL, pictures INTEGER NOT NULL, captions INTEGER NOT NULL,
            files INTEGER NOT NULL, failures INTEGER NOT NULL,
            commits INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE picture (
            entry INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            width INTEGER NOT NULL, height INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE file (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            entry INTEGER NOT NULL,
            size INTEGER NOT NULL, modified INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX file_by_entry ON file (entry);

        CREATE TABLE failure (
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL, modified INTEGER NOT NULL, reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Captions can be long, so they are found by a short digest of the text.
        CREATE TABLE caption (
            entry INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL,
            text TEXT NOT NULL,
            standalone INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX caption_by_digest ON caption (digest);

        -- A position tells the caption's origin (its upper 32 bits) and its place among those.
        CREATE TABLE file_caption (
            file INTEGER NOT NULL, position INTEGER NOT NULL, caption INTEGER NOT NULL,
            PRIMARY KEY (file, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX file_caption_by_caption ON file_caption (caption, file);

        -- Which entries are alive, by kind, a bit each, 65,536 entries a chunk, trailing zero bytes left out.
        CREATE TABLE live (
            kind INTEGER NOT NULL, chunk INTEGER NOT NULL, bits BLOB NOT NULL,
            PRIMARY KEY (kind, chunk)
        ) STRICT;

        -- What the indexer wants to remember from run to run.
        CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        -- A 64-bit checksum of each row of the vector file, 512 rows a block.
        CREATE TABLE checksum (block INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
        """;

    /// <summary>Whether nothing has been stored in this database yet.</summary>
    public bool IsEmpty() => Number("SELECT count(*) FROM sqlite_schema") == 0;

    /// <summary>Creates the tables and the first state, all or nothing.</summary>
    public void Create(CatalogState state)
    {
        BeginWrite();
        Execute(Schema);
        Execute($"PRAGMA application_id = {Invariant(ApplicationId)}");
        Extend(format: 1);
        InsertState(state);
        Commit();
        UseJournal();
    }

    /// <summary>Checks that this is a catalog, of a format that this version reads.</summary>
    /// <exception cref="IndexException">It is another program's file, or of a newer format.</exception>
    public void CheckFormat()
    {
        var application = Number("PRAGMA application_id");
        if (application != ApplicationId)
        {
            if (application == 0 && IsEmpty())
                throw IndexException.EmptyCatalog(Path);
            throw IndexException.NotAnIndex(Path);
        }
        var version = Number("PRAGMA user_version");
        if (version > FormatVersion)
        {
            throw IndexException.TooNew(Path, version, FormatVersion);
        }
    }

    /// <summary>What SQLite finds wrong with the file, one line each; empty where it is intact.</summary>
    public List<string> CheckIntegrity()
    {
        var problems = new List<string>();
        using var answer = Query("PRAGMA integrity_check");
        while (answer.Next())
        {
            if (answer.Text(0) != "ok")
                problems.Add(answer.Text(0));
        }
        return problems;
    }

    /// <summary>Counts the rows of the tables, and those that refer to nothing.</summary>
    public (long Pictures, long Captions, long Files, long Failures, long LostFiles, long LostCaptions) CountAll() => (
        Number("SELECT count(*) FROM picture"),
        Number("SELECT count(*) FROM caption"),
        Number("SELECT count(*) FROM file"),
        Number("SELECT count(*) FROM failure"),
        Number("SELECT count(*) FROM file WHERE entry NOT IN (SELECT entry FROM picture)"),
        Number(
            """
            SELECT count(*) FROM file_caption
            WHERE caption NOT IN (SELECT entry FROM caption) OR file NOT IN (SELECT id FROM file)
            """));
}
