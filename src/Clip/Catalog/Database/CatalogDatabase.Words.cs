using Clip.Catalog.Words;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase : IWordTable
{
    /// <summary>
    /// Format 4: the full-text index of names, folders and captions, a row per file, and the files whose row is to be
    /// written before the next commit. Triggers record them, so that no change of a file or its captions is missed.
    /// </summary>
    /// <remarks>
    /// The index stores no text, and <see cref="WordSplitter"/> makes the tokens, so the tokenizer only has to split at
    /// spaces; <c>porter</c> finds dogs as dog.
    /// </remarks>
    private const string WordIndex = """
        CREATE VIRTUAL TABLE words USING fts5 (
            name, folder, captions, content = '', contentless_delete = 1, tokenize = 'porter ascii'
        );
        CREATE TABLE unworded (file INTEGER PRIMARY KEY) STRICT;
        INSERT INTO unworded SELECT id FROM file;
        CREATE TRIGGER file_inserted AFTER INSERT ON file
            BEGIN INSERT OR IGNORE INTO unworded VALUES (new.id); END;
        CREATE TRIGGER file_renamed AFTER UPDATE OF id, path ON file
            BEGIN INSERT OR IGNORE INTO unworded VALUES (old.id), (new.id); END;
        CREATE TRIGGER file_deleted AFTER DELETE ON file
            BEGIN INSERT OR IGNORE INTO unworded VALUES (old.id); END;
        CREATE TRIGGER file_caption_inserted AFTER INSERT ON file_caption
            BEGIN INSERT OR IGNORE INTO unworded VALUES (new.file); END;
        CREATE TRIGGER file_caption_moved AFTER UPDATE OF file ON file_caption
            BEGIN INSERT OR IGNORE INTO unworded VALUES (old.file), (new.file); END;
        CREATE TRIGGER file_caption_deleted AFTER DELETE ON file_caption
            BEGIN INSERT OR IGNORE INTO unworded VALUES (old.file); END;
        CREATE TRIGGER caption_changed AFTER UPDATE OF text ON caption
            BEGIN INSERT OR IGNORE INTO unworded SELECT file FROM file_caption WHERE caption = new.entry; END;
        """;

    /// <summary>Files per round of <see cref="WriteWords"/>.</summary>
    private const long WordsPageSize = 512;

    /// <summary>
    /// Whether the tables have the index of words. A catalog that is open to be read may be migrated meanwhile by its
    /// writer.
    /// </summary>
    public bool HasWords => Format >= 4;

    /// <summary>Brings the index of words up to date with the files and captions. Part of a transaction.</summary>
    public void WriteWords()
    {
        while (true)
        {
            var files = UnwordedFiles();
            foreach (var (id, path) in files)
            {
                Run("DELETE FROM words WHERE rowid = ?1", id);
                if (path is null)
                    continue;
                var (name, folder, captions) = IndexedWords.Of(path, CaptionTextsOf(id));
                Run(
                    "INSERT INTO words (rowid, name, folder, captions) VALUES (?1, ?2, ?3, ?4)",
                    id, name, folder, captions);
            }
            if (files.Count > 0)
                Run("DELETE FROM unworded WHERE file <= ?1", files[^1].Id);
            if (files.Count < WordsPageSize)
                return;
        }
    }

    /// <summary>Frees the space that rows of removed files take in the index of words.</summary>
    public void CompactWords() => Run("INSERT INTO words (words) VALUES ('optimize')");

    /// <inheritdoc/>
    public long FileCount => ReadState().Files;

    /// <inheritdoc/>
    public long CountFilesWith(WordTerm term)
    {
        using var answer = Query("SELECT count(*) FROM words WHERE words MATCH ?1", term.Match);
        return answer.Next() ? answer.Int64(0) : 0;
    }

    /// <inheritdoc/>
    public IEnumerable<(long File, double Score)> FilesWith(WordTerm term)
    {
        using var answer = Query("SELECT rowid, -bm25(words, 1.5, 0.5, 1) FROM words WHERE words MATCH ?1", term.Match);
        while (answer.Next())
            yield return (answer.Int64(0), answer.DoubleOrNull(1) ?? 0);
    }

    /// <inheritdoc/>
    public IEnumerable<(int At, long Entry, string Path)> ReadPlaces(IEnumerable<long> files)
    {
        using var answer = Query(
            """
            SELECT wanted.key, f.entry, f.path FROM json_each(?1) wanted CROSS JOIN file f ON f.id = wanted.value
            ORDER BY wanted.key
            """,
            $"[{string.Join(',', files)}]");
        while (answer.Next())
            yield return ((int)answer.Int64(0), answer.Int64(1), answer.Text(2));
    }

    /// <summary>The next files whose words are to be written; those without a path exist no more.</summary>
    private List<(long Id, string? Path)> UnwordedFiles()
    {
        List<(long, string?)> files = [];
        using var answer = Query(
            "SELECT u.file, f.path FROM unworded u LEFT JOIN file f ON f.id = u.file ORDER BY u.file LIMIT ?1",
            WordsPageSize);
        while (answer.Next())
            files.Add((answer.Int64(0), answer.TextOrNull(1)));
        return files;
    }

    private List<string> CaptionTextsOf(long file)
    {
        List<string> texts = [];
        using var answer = Query(
            """
            SELECT c.text FROM file_caption fc JOIN caption c ON c.entry = fc.caption
            WHERE fc.file = ?1 GROUP BY fc.caption ORDER BY min(fc.position)
            """,
            file);
        while (answer.Next())
            texts.Add(answer.Text(0));
        return texts;
    }
}
