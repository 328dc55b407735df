namespace Clip.Postgres.Work;

/// <summary>The paths of a library's pictures, by what they begin with.</summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
internal sealed class KnownPaths(PostgresStore store, int library)
{
    private const int ReadTogether = 1024;

    /// <summary>The paths that begin with a text, in order.</summary>
    public IEnumerable<string> In(string prefix)
    {
        for (var after = prefix; ;)
        {
            var last = after;
            var page = store.Change(session => session.Rows(
                static row => row.GetString(0),
                $"""
                SELECT path FROM clip.file WHERE library_id = $1 AND path > $2 AND starts_with(path, $3)
                ORDER BY path LIMIT {ReadTogether}
                """,
                library, last, prefix));
            foreach (var path in page)
                yield return path;
            if (page.Count < ReadTogether)
                yield break;
            after = page[^1];
        }
    }
}
