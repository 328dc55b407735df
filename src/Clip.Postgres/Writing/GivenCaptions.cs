using Clip.Postgres.Connections;

namespace Clip.Postgres.Writing;

/// <summary>The captions that caption files give to pictures, and those that they say of none.</summary>
internal sealed class GivenCaptions(Session session, int library)
{
    /// <summary>Makes these all that there are; captions that nothing has any more are removed.</summary>
    /// <param name="pictures">The captions of each path; they are stored already.</param>
    /// <param name="loose">Captions of no picture.</param>
    public void Replace(Dictionary<string, List<string>> pictures, HashSet<string> loose)
    {
        session.Execute(
            """
            CREATE TEMP TABLE given (path text COLLATE "C", place integer, digest bytea) ON COMMIT DROP;
            CREATE TEMP TABLE loose (digest bytea) ON COMMIT DROP;
            """);
        Staging.Copy(
            session, "given",
            pictures.SelectMany(static picture => picture.Value.Distinct().Select((text, place) => (
                Path: picture.Key, Place: place, Digest: PartCaption.DigestOf(text)))),
            static (row, caption) =>
            {
                row.WriteText(caption.Path);
                row.WriteInteger(caption.Place);
                row.WriteBytes(caption.Digest);
            });
        Staging.Copy(
            session, "loose", loose, static (row, text) => row.WriteBytes(PartCaption.DigestOf(text)));
        session.Execute(
            """
            CREATE TEMP TABLE wanted ON COMMIT DROP AS
            SELECT f.file_id, g.place, c.entry AS caption FROM given g
            JOIN clip.file f ON f.library_id = $1 AND f.path = g.path
            JOIN clip.caption c ON c.library_id = $1 AND c.digest = g.digest
            """,
            library);
        long[] changed = [.. session.Rows(
            static row => row.GetInt64(0),
            """
            WITH stored AS (
                SELECT file_id, place, caption FROM clip.file_caption WHERE library_id = $1 AND origin = 0)
            SELECT file_id FROM (SELECT * FROM stored EXCEPT SELECT * FROM wanted) gone
            UNION SELECT file_id FROM (SELECT * FROM wanted EXCEPT SELECT * FROM stored) new
            """,
            library)];
        session.Execute(
            "DELETE FROM clip.file_caption WHERE library_id = $1 AND origin = 0 AND file_id = ANY($2)", library,
            changed);
        session.Execute(
            """
            INSERT INTO clip.file_caption (library_id, file_id, origin, place, caption)
            SELECT $1, file_id, 0, place, caption FROM wanted WHERE file_id = ANY($2)
            """,
            library, changed);
        session.Execute(
            """
            UPDATE clip.caption c SET standalone = l.is_loose
            FROM (SELECT entry, digest IN (SELECT digest FROM loose) AS is_loose FROM clip.caption
                  WHERE library_id = $1) l
            WHERE c.library_id = $1 AND c.entry = l.entry AND c.standalone <> l.is_loose
            """,
            library);
        session.Execute(
            """
            DELETE FROM clip.caption c WHERE c.library_id = $1 AND NOT c.standalone
                AND NOT EXISTS (SELECT 1 FROM clip.file_caption fc WHERE fc.library_id = $1 AND fc.caption = c.entry)
            """,
            library);
        new LibraryWriter(session, library).WriteWords(changed);
    }
}
