using Clip.Captions;
using Clip.Indexing.Runs;
using Clip.Postgres.Connections;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>A caption file as the library remembers it.</summary>
/// <param name="Source">Its key.</param>
/// <param name="Path">Relative to the root; empty for captions of which nobody knows what file said them.</param>
/// <param name="State">Its state when it was last read.</param>
internal sealed record KnownCaptionFile(long Source, string Path, CaptionFileState State);

/// <summary>
/// What caption files say, line by line, as the library remembers it: a file that is away says what it said. Each line
/// has the path of the picture that it was found to name, which stays when the picture is moved.
/// </summary>
internal sealed class CaptionFileLines(PostgresStore store, int library)
{
    /// <summary>The path of the captions of which nobody knows what file said them.</summary>
    public const string Nobody = "";

    private const string Attached = "captions-attached";

    /// <summary>The caption files.</summary>
    public List<KnownCaptionFile> Files() => store.Change(session => Files(session, library));

    /// <inheritdoc cref="Files()"/>
    public static List<KnownCaptionFile> Files(Session session, int library) => session.Rows(
        static row => new KnownCaptionFile(
            row.GetInt64(0), row.GetString(1), CaptionFileState.Parse(row.GetString(2))),
        "SELECT source, path, state FROM clip.caption_file WHERE library_id = $1 ORDER BY source", library);

    /// <summary>Remembers what a caption file says, in place of what it said before.</summary>
    /// <param name="path">The file, relative to the root.</param>
    /// <param name="state">Its state.</param>
    /// <param name="records">What it says; null where it cannot be read, and what it said before counts.</param>
    public void Write(string path, CaptionFileState state, IEnumerable<CaptionRecord>? records) =>
        store.Change(session =>
        {
            var source = session.Value<long>(
                """
                INSERT INTO clip.caption_file (library_id, source, path, state)
                VALUES ($1, nextval('clip.entry'), $2, $3)
                ON CONFLICT (library_id, path) DO UPDATE SET state = excluded.state RETURNING source
                """,
                library, path, state.Format());
            if (records is null)
                return;
            Stage(session, records);
            session.Execute(
                """
                CREATE TEMP TABLE known ON COMMIT DROP AS
                SELECT DISTINCT ON (picture) picture, path FROM clip.caption_line
                WHERE library_id = $1 AND source = $2 AND path IS NOT NULL ORDER BY picture, place
                """,
                library, source);
            session.Execute(
                "DELETE FROM clip.caption_line WHERE library_id = $1 AND source = $2", library, source);
            session.Execute(
                """
                INSERT INTO clip.caption_line (library_id, source, place, picture, path, digest, caption)
                SELECT $1, $2, l.place, l.picture, k.path, l.digest, l.caption
                FROM line l LEFT JOIN known k ON k.picture = l.picture
                """,
                library, source);
            Unmark(session);
        });

    /// <summary>
    /// Remembers captions of which nobody will know what file said them, beside those that there are.
    /// </summary>
    public void Append(IEnumerable<CaptionRecord> records) => store.Change(session =>
    {
        var source = session.Value<long>(
            """
            INSERT INTO clip.caption_file (library_id, source, path, state) VALUES ($1, nextval('clip.entry'), $2, '')
            ON CONFLICT (library_id, path) DO UPDATE SET state = '' RETURNING source
            """,
            library, Nobody);
        Stage(session, records);
        session.Execute(
            """
            INSERT INTO clip.caption_line (library_id, source, place, picture, digest, caption)
            SELECT $1, $2, l.place + (SELECT coalesce(max(place) + 1, 0) FROM clip.caption_line
                                      WHERE library_id = $1 AND source = $2), l.picture, l.digest, l.caption
            FROM line l WHERE NOT EXISTS (
                SELECT 1 FROM clip.caption_line o WHERE o.library_id = $1 AND o.source = $2
                    AND o.digest = l.digest AND o.picture IS NOT DISTINCT FROM l.picture)
            """,
            library, source);
        Unmark(session);
    });

    private static void Stage(Session session, IEnumerable<CaptionRecord> records)
    {
        session.Execute(
            "CREATE TEMP TABLE line (place integer, picture text, digest bytea, caption text) ON COMMIT DROP");
        Staging.Copy(session, "line", records.Index(), static (row, line) =>
        {
            row.WriteInteger(line.Index);
            row.WriteText(line.Item.Picture?.Replace('\0', ' '));
            row.WriteBytes(PartCaption.DigestOf(line.Item.Text));
            row.WriteText(line.Item.Text.Replace('\0', ' '));
        });
    }

    /// <summary>Forgets a caption file and what it said.</summary>
    public void Forget(KnownCaptionFile file) => store.Change(session =>
    {
        session.Execute(
            "DELETE FROM clip.caption_file WHERE library_id = $1 AND source = $2", library, file.Source);
        Unmark(session);
    });

    /// <summary>Whether lines have changed since <see cref="Attach"/>, or pictures are new since then.</summary>
    public bool AreDue() => store.Change(session =>
        session.Value<string>("SELECT value FROM clip.note WHERE library_id = $1 AND name = $2", library, Attached)
            != Mark(session));

    /// <summary>What tells whether pictures have come or gone.</summary>
    public string Mark() => store.Change(session => Mark(session));

    /// <summary>The pictures that a caption file names and that are not found, or not any more.</summary>
    public List<string> Unresolved(KnownCaptionFile file) => store.Change(session => session.Rows(
        static row => row.GetString(0),
        """
        SELECT DISTINCT picture FROM clip.caption_line l
        WHERE l.library_id = $1 AND l.source = $2 AND l.picture IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM clip.file f WHERE f.library_id = $1 AND f.path = l.path)
        ORDER BY picture
        """,
        library, file.Source));

    /// <summary>Which of some paths the library has.</summary>
    public List<string> Known(string[] paths) => store.Change(session => session.Rows(
        static row => row.GetString(0), "SELECT path FROM clip.file WHERE library_id = $1 AND path = ANY($2)",
        library, paths));

    /// <summary>Records which pictures a caption file names.</summary>
    public void Resolve(KnownCaptionFile file, IReadOnlyCollection<(string Picture, string Path)> found)
    {
        if (found.Count == 0)
            return;
        store.Change(session => session.Execute(
            """
            UPDATE clip.caption_line l SET path = f.path FROM unnest($3, $4) f (picture, path)
            WHERE l.library_id = $1 AND l.source = $2 AND l.picture = f.picture
            """,
            library, file.Source, found.Select(static one => one.Picture).ToArray(),
            found.Select(static one => one.Path).ToArray()));
    }

    /// <summary>Keeps captions that lines have, and no file yet, from being removed before they are attached.</summary>
    public void Keep() => store.Change(session => session.Execute(
        """
        UPDATE clip.caption c SET standalone = true FROM clip.caption_line l
        WHERE c.library_id = $1 AND l.library_id = $1 AND l.digest = c.digest AND NOT c.standalone AND NOT EXISTS (
            SELECT 1 FROM clip.file_caption f WHERE f.library_id = $1 AND f.caption = c.entry)
        """,
        library));

    /// <summary>Lines whose caption is not stored yet, in the order of their digests.</summary>
    public List<(byte[] Digest, string Text)> WithoutVector(byte[] after, int count) => store.Change(session =>
        session.Rows(
            static row => (row.GetFieldValue<byte[]>(0), row.GetString(1)),
            """
            SELECT DISTINCT ON (l.digest) l.digest, l.caption FROM clip.caption_line l
            WHERE l.library_id = $1 AND l.digest > $2 AND (l.picture IS NULL OR l.path IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM clip.caption c WHERE c.library_id = $1 AND c.digest = l.digest)
            ORDER BY l.digest LIMIT $3
            """,
            library, after, count));

    /// <summary>Makes what lines say the captions that pictures were given, within a transaction.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="mark">What <see cref="Mark()"/> was before the pictures were looked up.</param>
    public void Attach(Session session, string mark)
    {
        // What a file says counts more than what nobody knows the file of.
        session.Execute(
            """
            DELETE FROM clip.caption_line l USING clip.caption_file n
            WHERE n.library_id = $1 AND n.path = $2 AND l.library_id = $1 AND l.source = n.source AND EXISTS (
                SELECT 1 FROM clip.caption_line o
                WHERE o.library_id = $1 AND o.path = l.path AND o.source <> l.source)
            """,
            library, Nobody);
        new GivenCaptions(session, library).Replace();
        session.Execute(
            """
            INSERT INTO clip.note (library_id, name, value) VALUES ($1, $2, $3)
            ON CONFLICT (library_id, name) DO UPDATE SET value = excluded.value
            """,
            library, Attached, mark);
    }

    private void Unmark(Session session) => session.Execute(
        "DELETE FROM clip.note WHERE library_id = $1 AND name = $2", library, Attached);

    private string Mark(Session session) => session.Value<string>(
        "SELECT count(*) || ' ' || coalesce(max(file_id), 0) FROM clip.file WHERE library_id = $1", library)!;
}
