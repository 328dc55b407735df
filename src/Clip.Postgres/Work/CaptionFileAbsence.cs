using Clip.Files;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>Tells caption files that were deleted from those on a drive that is away.</summary>
/// <param name="location">The library.</param>
/// <param name="library">Its key.</param>
/// <param name="plan">What the walk found.</param>
internal sealed class CaptionFileAbsence(IndexLocation location, int library, FolderPlan plan)
{
    private const int PathsTogether = 1024;

    /// <summary>Whether a file that is missing was deleted.</summary>
    public bool IsDeleted(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var relative = location.Relative(folder);
        var prefix = relative == "." || relative.Length == 0 ? "" : relative + "/";
        if (!Directory.Exists(folder))
            return !RelativePath.IsOutside(relative) && plan.HasFoundAny && !Paths(prefix).Any();
        try
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                return false;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
        // Where the walk has found none of the pictures that are known there, they are away, and it may be too.
        return RelativePath.IsOutside(relative) || !Paths(prefix).Any() || Paths(prefix).Any(plan.HasFound);
    }

    /// <summary>The paths of pictures in a folder.</summary>
    private IEnumerable<string> Paths(string prefix)
    {
        var store = LibraryCreation.Reader(location).Store;
        for (var after = prefix; ;)
        {
            var last = after;
            var page = store.Change(session => session.Rows(
                static row => row.GetString(0),
                $"""
                SELECT path FROM clip.file WHERE library_id = $1 AND path > $2 AND starts_with(path, $3)
                ORDER BY path LIMIT {PathsTogether}
                """,
                library, last, prefix));
            foreach (var path in page)
                yield return path;
            if (page.Count < PathsTogether)
                yield break;
            after = page[^1];
        }
    }
}
