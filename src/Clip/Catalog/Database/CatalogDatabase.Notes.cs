namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    public string? ReadNote(string name)
    {
        if (!StorableText.IsStorable(name))
            return null;
        using var answer = Query("SELECT value FROM note WHERE name = ?1", name);
        return answer.Next() ? answer.Text(0) : null;
    }

    public void WriteNote(string name, string value) => Run(
        """
        INSERT INTO note (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """,
        name, value);
}
