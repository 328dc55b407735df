namespace Clip.Catalog.Database;

/// <summary>
/// Reads a table page by page, so that memory stays flat and a connection is not in use between two pages.
/// </summary>
internal static class CatalogPages
{
    private const int PageSize = 512;

    /// <summary>All files in the order of their paths.</summary>
    /// <param name="path">The catalog.</param>
    /// <param name="pageAfter">Reads the next files after a path, no more than a number.</param>
    public static IEnumerable<FileRecord> Files(string path, Func<string, int, List<FileRecord>> pageAfter) =>
        Read(path, "", pageAfter, static file => file.Path);

    /// <summary>The files in a folder in the order of their paths.</summary>
    /// <param name="path">The catalog.</param>
    /// <param name="folder">The folder, with a <c>/</c> at its end.</param>
    /// <param name="pageAfter">Reads the next files of the folder after a path, no more than a number.</param>
    public static IEnumerable<FileRecord> FilesIn(
        string path, string folder, Func<string, int, List<FileRecord>> pageAfter) =>
        Read(path, folder, pageAfter, static file => file.Path);

    /// <summary>All failures in the order of their paths.</summary>
    /// <inheritdoc cref="Files"/>
    public static IEnumerable<FailureRecord> Failures(
        string path, Func<string, int, List<FailureRecord>> pageAfter) =>
        Read(path, "", pageAfter, static failure => failure.Path);

    private static IEnumerable<T> Read<T>(
        string path, string last, Func<string, int, List<T>> pageAfter, Func<T, string> pathOf)
    {
        while (true)
        {
            var page = pageAfter(last, PageSize);
            foreach (var item in page)
                yield return item;
            if (page.Count < PageSize)
                yield break;
            var next = pathOf(page[^1]);
            // A damaged table may return rows in any order, which must not lead to an endless loop.
            if (CatalogOrder.Compare(last, next) >= 0)
                throw IndexException.Damaged(path, "paths are out of order");
            last = next;
        }
    }
}
