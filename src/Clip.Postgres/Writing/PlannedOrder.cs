using Clip.Postgres.Connections;

namespace Clip.Postgres.Writing;

/// <summary>
/// The order of a library's pictures, which decides between equal scores: that of their places in the plan, whichever
/// worker stores them first. Of copies, the first place counts.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="library">The library's key.</param>
internal sealed class PlannedOrder(Session session, int library)
{
    private const string Later =
        "clip.picture p JOIN stage_picture s ON s.hash = p.hash WHERE p.library_id = $1 AND s.number < p.entry";

    /// <summary>
    /// Gives those staged pictures that another worker has stored with the number of a later copy the number of the
    /// earlier one.
    /// </summary>
    public void Restore()
    {
        // A row that somebody else has renumbered while this waits for its lock is gone, and another one is there.
        while (session.Value<bool>($"SELECT EXISTS (SELECT FROM {Later})", library))
        {
            var later = session.Rows(
                static row => (Entry: row.GetInt64(0), Number: row.GetInt64(1)),
                $"SELECT p.entry, s.number FROM {Later} ORDER BY p.hash FOR UPDATE OF p", library);
            if (later.Count > 0)
            {
                Renumber(
                    [.. later.Select(static picture => picture.Entry)],
                    [.. later.Select(static picture => picture.Number)]);
            }
        }
    }

    /// <summary>Moves the files to a picture of the other number, which takes the place of the first.</summary>
    private void Renumber(long[] from, long[] to)
    {
        // Contents are there once, so the new row has another hash until the old one is gone.
        session.Execute(
            """
            INSERT INTO clip.picture (library_id, entry, hash, width, height, code, embedding)
            SELECT p.library_id, m.number, p.hash || '\x00'::bytea, p.width, p.height, p.code, p.embedding
            FROM unnest($2, $3) m (entry, number)
            JOIN clip.picture p ON p.library_id = $1 AND p.entry = m.entry
            """,
            library, from, to);
        session.Execute(
            """
            UPDATE clip.file f SET entry = m.number FROM unnest($2, $3) m (entry, number)
            WHERE f.library_id = $1 AND f.entry = m.entry
            """,
            library, from, to);
        session.Execute("DELETE FROM clip.picture WHERE library_id = $1 AND entry = ANY($2)", library, from);
        session.Execute(
            """
            UPDATE clip.picture SET hash = substr(hash, 1, length(hash) - 1)
            WHERE library_id = $1 AND entry = ANY($2)
            """,
            library, to);
    }
}
