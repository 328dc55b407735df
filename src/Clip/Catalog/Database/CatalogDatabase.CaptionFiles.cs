namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>Marks captions of which no caption file is known to say them.</summary>
    public const long NoSource = 0;

    // A caption's position among those that caption files say: the number of the file, then its place there.
    private const int PlaceBits = 20;
    private const long MovedBit = 1L << (32 - PlaceBits - 1);
    private const long MaxSource = MovedBit - 1;

    /// <summary>The caption files that were read. In older formats they are notes, and have no numbers.</summary>
    public List<CaptionFileRecord> CaptionFiles()
    {
        var files = new List<CaptionFileRecord>();
        using var answer = Query(
            Format >= 5
                ? "SELECT id, path, state FROM caption_file ORDER BY id"
                : "SELECT 0, substr(name, 10), value FROM note WHERE name LIKE 'captions:%'");
        while (answer.Next())
            files.Add(new CaptionFileRecord(answer.Int64(0), answer.Text(1), answer.Text(2)));
        return files;
    }

    /// <summary>Records a caption file.</summary>
    /// <returns>Its number; <see cref="NoSource"/> if there are too many.</returns>
    public long AddCaptionFile(string path, string state)
    {
        var free = Number(
            """
            SELECT min(n) FROM (SELECT 1 AS n UNION SELECT id + 1 FROM caption_file)
            WHERE n NOT IN (SELECT id FROM caption_file)
            """);
        if (free > MaxSource)
            return NoSource;
        Run("INSERT INTO caption_file (id, path, state) VALUES (?1, ?2, ?3)", free, path, state);
        return free;
    }

    public void UpdateCaptionFile(long source, string state) =>
        Run("UPDATE caption_file SET state = ?2 WHERE id = ?1", source, state);

    public void DeleteCaptionFile(long source) => Run("DELETE FROM caption_file WHERE id = ?1", source);

    /// <summary>Records that a caption file says a caption of no picture.</summary>
    public void ListCaption(long source, long caption)
    {
        Run("INSERT INTO listed_caption (source, caption) VALUES (?1, ?2) ON CONFLICT DO NOTHING", source, caption);
        // Now it is known where the caption of an older program comes from.
        Run("UPDATE caption SET standalone = 0 WHERE entry = ?1 AND standalone = 2", caption);
    }

    public void UnlistCaption(long source, long caption) =>
        Run("DELETE FROM listed_caption WHERE source = ?1 AND caption = ?2", source, caption);

    /// <summary>The captions of no picture that a caption file says.</summary>
    public List<long> CaptionsListedBy(long source)
    {
        var captions = new List<long>();
        if (Format < 5)
            return captions;
        using var answer = Query("SELECT caption FROM listed_caption WHERE source = ?1", source);
        while (answer.Next())
            captions.Add(answer.Int64(0));
        return captions;
    }

    /// <summary>The files that have captions from a caption file, with their paths.</summary>
    public List<(long File, string Path)> FilesCaptionedBy(long source)
    {
        var files = new List<(long, string)>();
        using var answer = Query(
            """
            SELECT DISTINCT f.id, f.path FROM file_caption fc JOIN file f ON f.id = fc.file
            WHERE fc.position BETWEEN ?1 AND ?2
            """,
            FirstPosition(source), FirstPosition(source + 1) - 1);
        while (answer.Next())
            files.Add((answer.Int64(0), answer.Text(1)));
        return files;
    }

    /// <summary>The captions of a file that a caption file says, in order.</summary>
    public List<long> FileCaptions(long file, long source) =>
        FileCaptions(file, FirstPosition(source), FirstPosition(source + 1) - 1);

    /// <summary>How many captions of a picture a caption file may have.</summary>
    public const int MaxPlaces = 1 << PlaceBits;

    /// <summary>
    /// Marks the captions that a caption file says of a picture by the path that it had before it was moved.
    /// </summary>
    public static long Moved(long source) => source == NoSource ? NoSource : source | MovedBit;

    /// <summary>Gives a file the captions of caption files that another file has.</summary>
    public void CopyGivenCaptions(long from, long to) => Run(
        $"""
        INSERT INTO file_caption (file, position, caption)
        SELECT ?2, iif(position < ?3, position, position | ?4), caption FROM file_caption
        WHERE file = ?1 AND position < ?5
        """,
        from, to, FirstPosition(1), MovedBit << PlaceBits, FirstPosition(CaptionOrigin.Given + 1));

    public void InsertFileCaption(long file, long source, int place, long caption) =>
        InsertFileCaptionAt(file, FirstPosition(source) + place, caption);

    public void DeleteFileCaptions(long file, long source) =>
        DeleteFileCaptions(file, FirstPosition(source), FirstPosition(source + 1) - 1);

    private static long FirstPosition(long source) => FirstPosition(CaptionOrigin.Given) + (source << PlaceBits);
}
