namespace Clip.Catalog;

internal sealed partial class CatalogDatabase
{
    public string? ReadNote(string name)
    {
        using var answer = Query("SELECT value FROM note WHERE name = ?1", name);
        return answer.Next() ? answer.Text(0) : null;
    }

    public void WriteNote(string name, string value) => Run(
        "INSERT INTO note (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    /// <summary>The files that hold a picture, in the order of their paths.</summary>
    public List<FileRecord> FilesOf(long entry)
    {
        var files = new List<FileRecord>();
        using var answer = Query(SelectFile + "WHERE f.entry = ?1 ORDER BY f.path", entry);
        while (answer.Next())
            files.Add(ReadFile(answer));
        return files;
    }
}
