namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    private string SelectFailure =>
        $"SELECT path, size, modified, reason, {(HasFileIdentity ? "changed" : "0")} FROM failure ";

    public FailureRecord? FindFailure(string path)
    {
        if (!StorableText.IsStorable(path))
            return null;
        using var answer = Query(SelectFailure + "WHERE path = ?1", path);
        return answer.Next() ? ReadFailure(answer) : null;
    }

    /// <summary>The next failures in the order of their paths.</summary>
    public List<FailureRecord> FailuresAfter(string path, int count)
    {
        var failures = new List<FailureRecord>();
        using var answer = Query(
            SelectFailure + "WHERE path > ?1 ORDER BY path LIMIT ?2", path, (long)count);
        while (answer.Next())
            failures.Add(ReadFailure(answer));
        return failures;
    }

    /// <returns>Whether there was none for this path before.</returns>
    public bool WriteFailure(FailureRecord failure)
    {
        var isNew = FindFailure(failure.Path) is null;
        Run(
            "INSERT OR REPLACE INTO failure (path, size, modified, reason, changed) VALUES (?1, ?2, ?3, ?4, ?5)",
            failure.Path, failure.Size, failure.ModifiedUtcTicks, failure.Reason, failure.Changed);
        return isNew;
    }

    public bool DeleteFailure(string path) => Run("DELETE FROM failure WHERE path = ?1", path) > 0;

    private static FailureRecord ReadFailure(Statement.Answer answer) =>
        new(answer.Text(0), answer.Int64(1), answer.Int64(2), answer.Text(3)) { Changed = answer.Int64(4) };
}
