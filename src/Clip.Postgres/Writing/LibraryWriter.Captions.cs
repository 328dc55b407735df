using Clip.Catalog.Words;
using Clip.Postgres.Words;

namespace Clip.Postgres.Writing;

/// <summary>Captions, and the words of files, which include them.</summary>
internal sealed partial class LibraryWriter
{
    /// <summary>Writes the words of files from their paths and captions.</summary>
    public void WriteWords(long[] files)
    {
        if (!_isStaged)
            Stage();
        session.Execute("TRUNCATE stage_words");
        var texts = session.Rows(
            static row => (
                Id: row.GetInt64(0), Words: IndexedWords.Of(row.GetString(1), row.GetFieldValue<string[]>(2))),
            """
            SELECT f.file_id, f.path, ARRAY(
                SELECT c.text FROM clip.file_caption fc
                JOIN clip.caption c ON c.library_id = fc.library_id AND c.entry = fc.caption
                WHERE fc.library_id = f.library_id AND fc.file_id = f.file_id
                GROUP BY c.entry, c.text ORDER BY min(fc.origin), min(fc.place))
            FROM clip.file f WHERE f.library_id = $1 AND f.file_id = ANY($2)
            """,
            library, files);
        var stems = WordVectors.Stems(session, texts.SelectMany(static file => WordVectors.Tokens(file.Words)));
        Staging.Copy(session, "stage_words", texts, (row, file) =>
        {
            var text = WordVectors.Text(file.Words, stems, out var count);
            row.WriteNumber(file.Id);
            row.WriteText(text);
            row.WriteInteger(count);
        });
        session.Execute(
            """
            UPDATE clip.file f SET words = s.words::tsvector, word_count = s.word_count, words_form = $2
            FROM stage_words s WHERE f.library_id = $1 AND f.file_id = s.file_id
            """,
            library, (short)IndexedWords.Form);
    }

    /// <summary>
    /// Writes the words of some files again that an older program wrote. What others have in hand is left to them, so
    /// that nobody waits.
    /// </summary>
    /// <param name="count">The most files.</param>
    /// <returns>How many there were.</returns>
    public int RewriteWords(int count)
    {
        long[] files = [.. session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT file_id FROM clip.file WHERE library_id = $1 AND words_form < 2 ORDER BY file_id LIMIT $2
            FOR UPDATE SKIP LOCKED
            """,
            library, count)];
        if (files.Length > 0)
            WriteWords(files);
        return files.Length;
    }

    /// <summary>Stores captions that are not there yet.</summary>
    /// <returns>How many are new.</returns>
    public int PutCaptions(IReadOnlyList<PartCaption> captions)
    {
        Stage();
        CopyCaptions(captions);
        return PutCaptions();
    }

    /// <summary>Removes those captions that no file has and that do not stand alone.</summary>
    public void RemoveUnusedCaptions(long[] captions) => RemoveUnused(
        "clip.caption", captions,
        "NOT u.standalone AND NOT EXISTS ("
        + "SELECT 1 FROM clip.file_caption f WHERE f.library_id = u.library_id AND f.caption = u.entry)");

    /// <summary>Removes the captions that no file has and that do not stand alone.</summary>
    public void RemoveAllUnusedCaptions() => RemoveUnusedCaptions([.. session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT c.entry FROM clip.caption c WHERE c.library_id = $1 AND NOT c.standalone
                AND NOT EXISTS (SELECT 1 FROM clip.file_caption f WHERE f.library_id = $1 AND f.caption = c.entry)
            """,
            library)]);

    private int PutCaptions()
    {
        var added = PutAll(
            """
            WITH numbered AS MATERIALIZED (
                SELECT nextval('clip.entry') AS entry, s.* FROM (
                    SELECT * FROM stage_caption n WHERE NOT EXISTS (
                        SELECT 1 FROM clip.caption c WHERE c.library_id = $1 AND c.digest = n.digest)
                    ORDER BY n) s)
            INSERT INTO clip.caption (library_id, entry, digest, text, standalone, code, embedding)
            SELECT $1, entry, digest, text, standalone, embedding::halfvec, embedding::vector FROM numbered
            ORDER BY digest
            ON CONFLICT (library_id, digest) DO NOTHING
            """,
            """
            SELECT (SELECT count(*) FROM stage_caption) - count(*) FROM (
                SELECT FROM clip.caption c JOIN stage_caption s ON s.digest = c.digest WHERE c.library_id = $1
                ORDER BY c.digest FOR KEY SHARE OF c) kept
            """);
        session.Execute(
            """
            UPDATE clip.caption c SET standalone = true FROM stage_caption s
            WHERE c.library_id = $1 AND c.digest = s.digest AND s.standalone AND NOT c.standalone
            """,
            library);
        return added;
    }

    /// <summary>
    /// What a picture brings with it is replaced. What was given to it is replaced only where the part has some.
    /// </summary>
    private void PutFileCaptions()
    {
        long[] before = [.. session.Rows(
            static row => row.GetInt64(0),
            """
            WITH gone AS (
                DELETE FROM clip.file_caption fc USING clip.file f, stage_file s
                WHERE fc.library_id = $1 AND f.library_id = $1 AND f.file_id = fc.file_id AND f.path = s.path
                    AND (fc.origin <> 0 OR EXISTS (
                        SELECT 1 FROM stage_file_caption g WHERE g.path = s.path AND g.origin = 0))
                RETURNING fc.caption)
            SELECT DISTINCT caption FROM gone
            """,
            library)];
        session.Execute(
            """
            INSERT INTO clip.file_caption (library_id, file_id, origin, place, caption)
            SELECT $1, f.file_id, s.origin, s.place, c.entry FROM stage_file_caption s
            JOIN clip.file f ON f.library_id = $1 AND f.path = s.path
            JOIN clip.caption c ON c.library_id = $1 AND c.digest = s.digest
            ORDER BY f.path, s.origin, s.place
            """,
            library);
        RemoveUnusedCaptions(before);
    }

    private void CopyCaptions(IReadOnlyList<PartCaption> captions) =>
        Staging.Copy(session, "stage_caption", captions.Index(), static (row, caption) =>
        {
            row.WriteInteger(caption.Index);
            row.WriteBytes(caption.Item.Digest);
            row.WriteText(caption.Item.Text.Replace('\0', ' '));
            row.WriteTruth(caption.Item.IsStandalone);
            row.WriteVector(caption.Item.Vector);
        });

    /// <summary>Gives a file the captions that were given to another one, unless it has some.</summary>
    public void MoveGivenCaptions(long from, long to)
    {
        var moved = session.Execute(
            """
            INSERT INTO clip.file_caption (library_id, file_id, origin, place, caption)
            SELECT library_id, $3, origin, place, caption FROM clip.file_caption
            WHERE library_id = $1 AND file_id = $2 AND origin = 0
            ON CONFLICT DO NOTHING
            """,
            library, from, to);
        // The lines of caption files that name the one name the other from now on.
        session.Execute(
            """
            UPDATE clip.caption_line l SET path = t.path FROM clip.file s, clip.file t
            WHERE s.library_id = $1 AND s.file_id = $2 AND t.library_id = $1 AND t.file_id = $3
                AND l.library_id = $1 AND l.path = s.path
            """,
            library, from, to);
        if (moved > 0)
            WriteWords([to]);
    }
}
