using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    public (long Entry, bool IsStandalone)? FindCaption(string text)
    {
        if (!StorableText.IsStorable(text))
            return null;
        using var answer = Query(
            "SELECT entry, standalone FROM caption WHERE digest = ?1 AND text = ?2", Digest(text), text);
        return answer.Next() ? (answer.Int64(0), answer.Int64(1) != 0) : null;
    }

    /// <summary>A caption's text, and the path of the file that it was first stored with.</summary>
    /// <param name="entry">The caption.</param>
    /// <param name="folder">The folder that the file is to lie in; empty for the root.</param>
    public (string Text, string? Path)? ReadCaption(long entry, string folder = "")
    {
        using var answer = Query(
            """
            SELECT c.text,
                   (SELECT f.path FROM file_caption fc JOIN file f ON f.id = fc.file
                    WHERE fc.caption = c.entry AND substr(f.path, 1, length(?2)) = ?2 ORDER BY fc.file LIMIT 1)
            FROM caption c WHERE c.entry = ?1
            """,
            entry, PrefixOf(folder));
        return answer.Next() ? (answer.Text(0), answer.TextOrNull(1)) : null;
    }

    /// <summary>
    /// The captions of the files in a folder, and those of no picture that caption files in it say.
    /// </summary>
    /// <param name="folder">The folder, relative to the root; empty for the root.</param>
    public IEnumerable<long> CaptionsIn(string folder)
    {
        using var answer = Query(
            $"""
            SELECT fc.caption FROM file f JOIN file_caption fc ON fc.file = f.id
            WHERE substr(f.path, 1, length(?1)) = ?1
            {(Format < 5 ? "" : ListedIn)}
            """,
            PrefixOf(folder));
        while (answer.Next())
            yield return answer.Int64(0);
    }

    private const string ListedIn = """
        UNION SELECT lc.caption FROM caption_file cf JOIN listed_caption lc ON lc.source = cf.id
        WHERE substr(cf.path, 1, length(?1)) = ?1
        """;

    private static string PrefixOf(string folder) => folder.Length == 0 ? "" : folder + "/";

    public void InsertCaption(long entry, string text, bool standalone) => Run(
        "INSERT INTO caption (entry, digest, text, standalone) VALUES (?1, ?2, ?3, ?4)",
        entry, Digest(text), text, standalone ? 1L : 0L);

    public void MakeStandalone(long entry) => Run("UPDATE caption SET standalone = 1 WHERE entry = ?1", entry);

    public bool HasCaption(long entry)
    {
        using var answer = Query("SELECT 1 FROM caption WHERE entry = ?1", entry);
        return answer.Next();
    }

    /// <summary>Whether a caption stands alone, or belongs to a file or to a caption file.</summary>
    public bool IsCaptionUsed(long entry)
    {
        using var answer = Query(
            """
            SELECT 1 FROM caption WHERE entry = ?1 AND standalone <> 0
            UNION ALL SELECT 1 FROM file_caption WHERE caption = ?1
            UNION ALL SELECT 1 FROM listed_caption WHERE caption = ?1
            LIMIT 1
            """,
            entry);
        return answer.Next();
    }

    public void DeleteCaption(long entry) => Run("DELETE FROM caption WHERE entry = ?1", entry);

    /// <summary>The captions of the file at a path, each once, in order; empty where there is no such file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="origin">Where they come from; null for all.</param>
    public List<long> CaptionsOf(string path, CaptionOrigin? origin) =>
        FindFileId(path) is not { } file ? []
        : origin is { } one ? [.. FileCaptions(file.Id, one).Distinct()]
        : [.. FileCaptions(file.Id).Distinct()];

    /// <summary>The captions of a file, in order; one that has several origins occurs once for each.</summary>
    public List<long> FileCaptions(long file) => FileCaptions(file, 0, long.MaxValue);

    /// <summary>The captions of a file that have one origin, in order.</summary>
    public List<long> FileCaptions(long file, CaptionOrigin origin) =>
        FileCaptions(file, FirstPosition(origin), FirstPosition(origin + 1) - 1);

    private List<long> FileCaptions(long file, long first, long last)
    {
        var captions = new List<long>();
        using var answer = Query(
            "SELECT caption FROM file_caption WHERE file = ?1 AND position BETWEEN ?2 AND ?3 ORDER BY position",
            file, first, last);
        while (answer.Next())
            captions.Add(answer.Int64(0));
        return captions;
    }

    public void InsertFileCaption(long file, CaptionOrigin origin, int place, long caption) =>
        InsertFileCaptionAt(file, FirstPosition(origin) + place, caption);

    public void DeleteFileCaptions(long file, CaptionOrigin origin) =>
        DeleteFileCaptions(file, FirstPosition(origin), FirstPosition(origin + 1) - 1);

    /// <summary>Removes a caption from every file and caption file that it belongs to.</summary>
    public void DeleteCaptionUses(long entry)
    {
        Run("DELETE FROM file_caption WHERE caption = ?1", entry);
        Run("DELETE FROM listed_caption WHERE caption = ?1", entry);
    }

    public void DeleteFileCaptions(long file) => Run("DELETE FROM file_caption WHERE file = ?1", file);

    private void InsertFileCaptionAt(long file, long position, long caption) => Run(
        "INSERT INTO file_caption (file, position, caption) VALUES (?1, ?2, ?3)", file, position, caption);

    private void DeleteFileCaptions(long file, long first, long last) => Run(
        "DELETE FROM file_caption WHERE file = ?1 AND position BETWEEN ?2 AND ?3", file, first, last);

    private static long FirstPosition(CaptionOrigin origin) => (long)origin << 32;

    private static long Digest(string text) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));
}
