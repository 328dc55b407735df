using Clip.Files;
using Clip.Postgres.Reading;

namespace Clip.Postgres.Work;

/// <summary>
/// Finds files whose content is what the library has of them, though what identified them has changed with the archive
/// that they are in: reading them is much less work than encoding them.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
/// <param name="hashOf">The hash of a file's content; null where it cannot be read.</param>
internal sealed class KeptContents(PostgresStore store, int library, Func<PictureFile, UInt128?> hashOf)
{
    /// <summary>The paths of those files, which the library knows by what identifies them now.</summary>
    public HashSet<string> Find(IReadOnlyList<PictureFile> files)
    {
        if (files.Count == 0)
            return [];
        string[] paths = [.. files.Select(static file => file.Path)];
        var known = store.Change(session => session.Rows(
            static row => (row.GetString(0), StoredFiles.Hash(row.GetFieldValue<byte[]>(1))),
            $"SELECT f.path, p.hash FROM {StoredFiles.Tables} WHERE library_id = $1 AND f.path = ANY($2)",
            library, paths)).ToDictionary(StringComparer.Ordinal);
        List<PictureFile> kept =
            [.. files.Where(file => known.TryGetValue(file.Path, out var hash) && hashOf(file) == hash)];
        if (kept.Count == 0)
            return [];
        store.Change(session => session.Execute(
            """
            UPDATE clip.file f SET changed = n.changed FROM unnest($2, $3) n (path, changed)
            WHERE f.library_id = $1 AND f.path = n.path
            """,
            library, kept.Select(static file => file.Path).ToArray(),
            kept.Select(static file => file.Identity.Changed).ToArray()));
        return kept.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
    }
}
