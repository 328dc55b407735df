using System.Buffers.Binary;

namespace Clip.Catalog.Database;

/// <summary>What is kept of pictures that left the index.</summary>
internal sealed partial class CatalogDatabase
{
    /// <summary>A content that no file has any more, and the row that still holds its vector.</summary>
    public (long Entry, int Width, int Height)? FindDepartedPicture(UInt128 hash)
    {
        if (!HasFileIdentity)
            return null;
        using var answer = Query("SELECT entry, width, height FROM departed_picture WHERE hash = ?1", HashBytes(hash));
        return answer.Next() ? (answer.Int64(0), (int)answer.Int64(1), (int)answer.Int64(2)) : null;
    }

    /// <summary>Keeps where the vector of a picture is that is about to be deleted.</summary>
    public void KeepPicture(long entry) => Run(
        """
        INSERT OR REPLACE INTO departed_picture (hash, entry, width, height)
        SELECT hash, entry, width, height FROM picture WHERE entry = ?1
        """,
        entry);

    public void DeleteDepartedPicture(UInt128 hash) =>
        Run("DELETE FROM departed_picture WHERE hash = ?1", HashBytes(hash));

    public void DeleteDepartedEntry(long entry) => Run("DELETE FROM departed_picture WHERE entry = ?1", entry);

    /// <summary>Forgets every vector that is kept, because its row is about to be given to another.</summary>
    public void DeleteDepartedPictures() => Run("DELETE FROM departed_picture");

    /// <summary>Keeps the captions that a picture had at a path; those kept before are replaced.</summary>
    public void KeepCaptions(long entry, string path, IEnumerable<KeptCaption> captions) => Run(
        """
        INSERT OR REPLACE INTO departed_caption (hash, path, captions, returned)
        SELECT hash, ?2, ?3, NULL FROM picture WHERE entry = ?1
        """,
        entry, path, KeptCaption.Format(captions));

    /// <summary>Keeps captions of a content that this catalog does not hold.</summary>
    public void KeepCaptions(UInt128 hash, string path, IEnumerable<KeptCaption> captions) => Run(
        "INSERT OR REPLACE INTO departed_caption (hash, path, captions, returned) VALUES (?1, ?2, ?3, NULL)",
        HashBytes(hash), path, KeptCaption.Format(captions));

    /// <summary>The captions that were given to a file, with the caption files that say them.</summary>
    public List<KeptCaption> GivenCaptions(long file)
    {
        var captions = new List<KeptCaption>();
        using var answer = Query(
            $"""
            SELECT c.text, {(Format < 5 ? "NULL" : "s.path")}, (fc.position >> {PlaceBits}) & {MovedBit}
            FROM file_caption fc JOIN caption c ON c.entry = fc.caption
            {(Format < 5 ? "" : $"LEFT JOIN caption_file s ON s.id = (fc.position >> {PlaceBits}) & {MaxSource}")}
            WHERE fc.file = ?1 AND fc.position BETWEEN ?2 AND ?3 ORDER BY fc.position
            """,
            file, FirstPosition(CaptionOrigin.Given), FirstPosition(CaptionOrigin.Given + 1) - 1);
        while (answer.Next())
            captions.Add(new KeptCaption(answer.Text(0), answer.TextOrNull(1), answer.Int64(2) != 0));
        return captions;
    }

    /// <summary>
    /// Marks captions that are kept of a content as belonging to a path again: those that it had at that path, or else
    /// at any other.
    /// </summary>
    /// <param name="hash">The content.</param>
    /// <param name="path">Where it is now.</param>
    /// <param name="fromElsewhere">Whether those of other paths count.</param>
    /// <returns>Whether there were any.</returns>
    public bool ReturnCaptions(UInt128 hash, string path, bool fromElsewhere) => Run(
        """
        UPDATE departed_caption SET returned = ?2
        WHERE hash = ?1 AND path = (
            SELECT path FROM departed_caption
            WHERE hash = ?1 AND returned IS NULL AND (path = ?2 OR ?3)
            ORDER BY path <> ?2, path LIMIT 1)
        """,
        HashBytes(hash), path, fromElsewhere ? 1L : 0L) > 0;

    /// <summary>The next captions that belong to a path again.</summary>
    public List<ReturnedCaptions> ReturnedCaptions(int count) => ReadCaptions(Query(
        "SELECT hash, path, captions, returned FROM departed_caption WHERE returned IS NOT NULL LIMIT ?1",
        (long)count));

    /// <summary>All captions that are kept; those that belong to no path again have their former one.</summary>
    public List<ReturnedCaptions> KeptCaptions() => !HasFileIdentity
        ? []
        : ReadCaptions(Query("SELECT hash, path, captions, coalesce(returned, path) FROM departed_caption"));

    /// <summary>The captions that stay without a picture.</summary>
    public List<string> StandaloneCaptions()
    {
        var captions = new List<string>();
        using var answer = Query("SELECT text FROM caption WHERE standalone <> 0 ORDER BY entry");
        while (answer.Next())
            captions.Add(answer.Text(0));
        return captions;
    }

    private static List<ReturnedCaptions> ReadCaptions(Statement.Answer rows)
    {
        var returned = new List<ReturnedCaptions>();
        using var answer = rows;
        while (answer.Next())
        {
            var hash = BinaryPrimitives.ReadUInt128BigEndian(answer.Bytes(0));
            returned.Add(new ReturnedCaptions(
                hash, answer.Text(1), answer.Text(3), KeptCaption.Parse(answer.Text(2))));
        }
        return returned;
    }

    public void DeleteDepartedCaptions(UInt128 hash, string path) =>
        Run("DELETE FROM departed_caption WHERE hash = ?1 AND path = ?2", HashBytes(hash), path);

    /// <summary>Forgets everything that is kept.</summary>
    public void DeleteDeparted()
    {
        DeleteDepartedPictures();
        Run("DELETE FROM departed_caption");
    }

    /// <summary>How many contents without a file still have a vector.</summary>
    public long CountDeparted() => HasFileIdentity ? Number("SELECT count(*) FROM departed_picture") : 0;
}
