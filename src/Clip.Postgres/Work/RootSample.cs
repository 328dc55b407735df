namespace Clip.Postgres.Work;

/// <summary>
/// Some of the files that a library has or plans, by which a worker recognizes that a folder is the library's: another
/// one, or one whose drive is away, has none of them. Then planned files are not gone, and stay planned.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
/// <param name="location">The library, with the folder.</param>
internal sealed class RootSample(PostgresStore store, int library, IndexLocation location)
{
    private const int MostFiles = 256;

    /// <summary>Whether the folder has any file of the sample, with its size where that is known.</summary>
    public bool IsThere() => Read().Exists(file =>
    {
        var info = new FileInfo(location.Full(file.Path));
        return info.Exists && (file.Size is not { } size || info.Length == size || info.LinkTarget is not null);
    });

    /// <summary>
    /// Files spread over the library, and over what is planned: the first ones of either may all be in one folder that
    /// was deleted.
    /// </summary>
    private List<(string Path, long? Size)> Read() => store.Change(session => session.Rows(
        static row => (row.GetString(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1)),
        $"""
        (SELECT path, size FROM clip.file WHERE library_id = $1 AND NOT absent
            ORDER BY hashint8extended(file_id, $2) LIMIT {MostFiles})
        UNION ALL
        (SELECT paths[1 + floor(random() * files)::integer], NULL FROM clip.chunk WHERE library_id = $1
            ORDER BY random() LIMIT {MostFiles})
        """,
        library, Random.Shared.NextInt64()));
}
