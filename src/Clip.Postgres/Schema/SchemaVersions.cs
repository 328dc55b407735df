namespace Clip.Postgres.Schema;

/// <summary>
/// The tables, as one step per version. A step that was released never changes: what comes later is a step of its own.
/// </summary>
/// <remarks>
/// Every key begins with <c>library_id</c>, by which Citus can distribute the tables as they are. 32-bit vectors are
/// stored out of line by PostgreSQL, so that a scan of the 16-bit ones, which are in the row, reads a third.
/// </remarks>
internal static class SchemaVersions
{
    /// <summary>The newest version.</summary>
    public static int Newest => Steps.Length;

    /// <summary>What brings the tables from each version to the next.</summary>
    public static readonly string[] Steps = [Tables, CaptionFiles, PlannedEntries, WordForms];

    /// <summary>
    /// Pictures have the numbers of their places in the plan, whichever worker stores them first, so that equal scores
    /// come in the order in which a folder's index has them.
    /// </summary>
    private const string PlannedEntries = "ALTER TABLE clip.chunk ADD COLUMN entries bigint[];";

    /// <summary>
    /// Files tell in which form their words are (<see cref="Catalog.Words.IndexedWords.Form"/>), so that the next plan
    /// can make those of an older one again.
    /// </summary>
    private const string WordForms = """
        ALTER TABLE clip.file ADD COLUMN words_form smallint NOT NULL DEFAULT 1;
        CREATE INDEX file_words_form ON clip.file (library_id, file_id) WHERE words_form < 2;
        """;

    private const string Tables = """
        CREATE TEXT SEARCH DICTIONARY clip.porter (TEMPLATE = pg_catalog.snowball, LANGUAGE = porter);
        CREATE SEQUENCE clip.entry;

        CREATE TABLE clip.library (
            library_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE,
            root text NOT NULL,
            model_name text NOT NULL, model_fingerprint text NOT NULL, dimensions integer NOT NULL,
            decode text NOT NULL,
            origin_reference text, origin_variant text, origin_dimensions integer,
            created timestamptz NOT NULL DEFAULT now(),
            updated timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE clip.picture (
            library_id integer NOT NULL,
            entry bigint NOT NULL,
            hash bytea NOT NULL,
            width integer NOT NULL, height integer NOT NULL,
            code halfvec NOT NULL,
            embedding vector NOT NULL,
            PRIMARY KEY (library_id, entry),
            UNIQUE (library_id, hash)
        );
        ALTER TABLE clip.picture ALTER COLUMN code SET STORAGE PLAIN, ALTER COLUMN embedding SET STORAGE EXTERNAL;

        -- Times are .NET ticks; words are the tokens of name (A), folders (B) and captions (D).
        CREATE TABLE clip.file (
            library_id integer NOT NULL,
            file_id bigint NOT NULL,
            path text COLLATE "C" NOT NULL,
            entry bigint NOT NULL,
            size bigint NOT NULL, modified bigint NOT NULL, changed bigint, inode bigint,
            text_sidecar text, xmp_sidecar text,
            described boolean NOT NULL DEFAULT false,
            captured bigint, utc_offset integer, camera text, latitude double precision, longitude double precision,
            absent boolean NOT NULL DEFAULT false,
            words tsvector NOT NULL, word_count integer NOT NULL,
            PRIMARY KEY (library_id, file_id),
            UNIQUE (library_id, path),
            FOREIGN KEY (library_id, entry) REFERENCES clip.picture (library_id, entry)
        );
        CREATE INDEX file_entry ON clip.file (library_id, entry);
        CREATE INDEX file_captured ON clip.file (library_id, captured);
        CREATE INDEX file_words ON clip.file USING gin (words);

        CREATE TABLE clip.caption (
            library_id integer NOT NULL,
            entry bigint NOT NULL,
            digest bytea NOT NULL,
            text text NOT NULL,
            standalone boolean NOT NULL,
            code halfvec NOT NULL,
            embedding vector NOT NULL,
            PRIMARY KEY (library_id, entry),
            UNIQUE (library_id, digest)
        );
        ALTER TABLE clip.caption ALTER COLUMN code SET STORAGE PLAIN, ALTER COLUMN embedding SET STORAGE EXTERNAL;

        -- Origin and place as in the embedded index: given, beside, embedded.
        CREATE TABLE clip.file_caption (
            library_id integer NOT NULL,
            file_id bigint NOT NULL,
            origin smallint NOT NULL,
            place integer NOT NULL,
            caption bigint NOT NULL,
            PRIMARY KEY (library_id, file_id, origin, place),
            FOREIGN KEY (library_id, file_id) REFERENCES clip.file (library_id, file_id) ON DELETE CASCADE,
            FOREIGN KEY (library_id, caption) REFERENCES clip.caption (library_id, entry)
        );
        CREATE INDEX file_caption_caption ON clip.file_caption (library_id, caption, file_id);

        CREATE TABLE clip.failure (
            library_id integer NOT NULL,
            path text COLLATE "C" NOT NULL,
            size bigint NOT NULL, modified bigint NOT NULL, changed bigint NOT NULL,
            reason text NOT NULL,
            PRIMARY KEY (library_id, path)
        );

        CREATE TABLE clip.note (
            library_id integer NOT NULL, name text NOT NULL, value text NOT NULL,
            PRIMARY KEY (library_id, name)
        );

        -- A plan is one run of the planner; its chunks are the work that is left. A chunk whose lease has run out is
        -- anybody's. The fence is the number of its lease: who holds an older one may not finish the chunk.
        CREATE TABLE clip.plan (
            library_id integer NOT NULL,
            plan_id bigint NOT NULL,
            started timestamptz NOT NULL DEFAULT now(),
            is_complete boolean NOT NULL DEFAULT false,
            planned bigint NOT NULL DEFAULT 0,
            added bigint NOT NULL DEFAULT 0, updated bigint NOT NULL DEFAULT 0,
            failed bigint NOT NULL DEFAULT 0, captions bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (library_id, plan_id)
        );
        CREATE TABLE clip.chunk (
            library_id integer NOT NULL,
            chunk_id bigint NOT NULL,
            plan_id bigint NOT NULL,
            paths text[] NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            fence bigint NOT NULL DEFAULT 0,
            lease_until timestamptz NOT NULL DEFAULT '-infinity',
            worker text,
            PRIMARY KEY (library_id, chunk_id)
        );
        CREATE INDEX chunk_lease ON clip.chunk (library_id, lease_until);
        CREATE TABLE clip.worker (
            library_id integer NOT NULL,
            name text NOT NULL,
            started timestamptz NOT NULL DEFAULT now(),
            seen timestamptz NOT NULL DEFAULT now(),
            pictures bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (library_id, name)
        );
        """;

    /// <summary>
    /// What caption files say is remembered by line, so that a file that is away takes nothing from the pictures. What
    /// was given before, by files that nobody knows any more, is of a file without a name.
    /// </summary>
    private const string CaptionFiles = """
        ALTER TABLE clip.library ADD COLUMN origin_precision text;

        -- So that whoever counts the work need not read the paths.
        ALTER TABLE clip.chunk ADD COLUMN files integer NOT NULL GENERATED ALWAYS AS (cardinality(paths)) STORED;

        -- The path is relative to the root; the state is as in the embedded index.
        CREATE TABLE clip.caption_file (
            library_id integer NOT NULL,
            source bigint NOT NULL,
            path text COLLATE "C" NOT NULL,
            state text NOT NULL,
            PRIMARY KEY (library_id, source),
            UNIQUE (library_id, path)
        );

        -- The picture as the caption file names it, null for none, and the path of the file that this is.
        CREATE TABLE clip.caption_line (
            library_id integer NOT NULL,
            source bigint NOT NULL,
            place integer NOT NULL,
            picture text,
            path text COLLATE "C",
            digest bytea NOT NULL,
            caption text NOT NULL,
            PRIMARY KEY (library_id, source, place),
            FOREIGN KEY (library_id, source) REFERENCES clip.caption_file (library_id, source) ON DELETE CASCADE
        );
        CREATE INDEX caption_line_path ON clip.caption_line (library_id, path);
        CREATE INDEX caption_line_digest ON clip.caption_line (library_id, digest);

        INSERT INTO clip.caption_file (library_id, source, path, state)
        SELECT library_id, nextval('clip.entry'), path, '' FROM (
            SELECT library_id, '' AS path FROM clip.library
            UNION SELECT library_id, split_part(line, E'\x1e', 1)
            FROM clip.note, regexp_split_to_table(value, E'\n') line WHERE name = 'caption-files') files;
        INSERT INTO clip.caption_line (library_id, source, place, picture, path, digest, caption)
        SELECT library_id, source, row_number() OVER (PARTITION BY library_id ORDER BY file_id NULLS LAST, place),
               path, path, digest, text
        FROM (
            SELECT s.library_id, s.source, fc.file_id, fc.place, f.path, c.digest, c.text
            FROM clip.caption_file s
            JOIN clip.file_caption fc ON fc.library_id = s.library_id AND fc.origin = 0
            JOIN clip.file f ON f.library_id = fc.library_id AND f.file_id = fc.file_id
            JOIN clip.caption c ON c.library_id = fc.library_id AND c.entry = fc.caption
            WHERE s.path = ''
            UNION ALL
            SELECT s.library_id, s.source, NULL, NULL, NULL, c.digest, c.text
            FROM clip.caption_file s JOIN clip.caption c ON c.library_id = s.library_id AND c.standalone
            WHERE s.path = '') said;
        DELETE FROM clip.note WHERE name = 'caption-files';
        """;
}
