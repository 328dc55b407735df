using Clip.Postgres.Connections;

namespace Clip.Postgres.Writing;

/// <summary>The captions that caption files give to pictures, and those that they say of none.</summary>
internal sealed class GivenCaptions(Session session, int library)
{
    private const int FilesTogether = 1024;

    /// <summary>
    /// Makes what the lines of caption files say all that there is; captions that nothing has any more are removed.
    /// </summary>
    public void Replace()
    {
        session.Execute(
            """
            CREATE TEMP TABLE wanted ON COMMIT DROP AS
            SELECT file_id, (row_number() OVER (PARTITION BY file_id ORDER BY source, place))::integer - 1 AS place,
                   caption
            FROM (
                SELECT DISTINCT ON (f.file_id, c.entry) f.file_id, c.entry AS caption, l.source, l.place
                FROM clip.caption_line l
                JOIN clip.file f ON f.library_id = l.library_id AND f.path = l.path
                JOIN clip.caption c ON c.library_id = l.library_id AND c.digest = l.digest
                WHERE l.library_id = $1 ORDER BY f.file_id, c.entry, l.source, l.place) said
            """,
            library);
        var changed = session.Rows(
            static row => row.GetInt64(0),
            """
            WITH stored AS (
                SELECT file_id, place, caption FROM clip.file_caption WHERE library_id = $1 AND origin = 0)
            SELECT file_id FROM (SELECT * FROM stored EXCEPT SELECT * FROM wanted) gone
            UNION SELECT file_id FROM (SELECT * FROM wanted EXCEPT SELECT * FROM stored) new
            ORDER BY file_id
            """,
            library);
        var writer = new LibraryWriter(session, library);
        foreach (var files in changed.Chunk(FilesTogether))
        {
            session.Execute(
                "DELETE FROM clip.file_caption WHERE library_id = $1 AND origin = 0 AND file_id = ANY($2)", library,
                files);
            session.Execute(
                """
                INSERT INTO clip.file_caption (library_id, file_id, origin, place, caption)
                SELECT $1, file_id, 0, place, caption FROM wanted WHERE file_id = ANY($2) ORDER BY file_id, place
                """,
                library, files);
            writer.WriteWords(files);
        }
        session.Execute(
            """
            UPDATE clip.caption c SET standalone = NOT c.standalone
            WHERE c.library_id = $1 AND c.standalone <> EXISTS (
                SELECT 1 FROM clip.caption_line l
                WHERE l.library_id = $1 AND l.digest = c.digest AND l.picture IS NULL)
            """,
            library);
        writer.RemoveAllUnusedCaptions();
    }
}
