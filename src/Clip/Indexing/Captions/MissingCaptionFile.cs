using Clip.Files;

namespace Clip.Indexing.Captions;

/// <summary>
/// Tells a caption file that was deleted, whose captions are removed, from one on a drive that may be away.
/// </summary>
/// <param name="location">The folder that is indexed.</param>
/// <param name="foundNothing">Whether the index has pictures, none of which the walk found.</param>
/// <param name="hasFilesIn">Whether the index has pictures whose paths begin with a text.</param>
/// <param name="foundNothingIn">
/// Whether the index has pictures whose paths begin with a text, of which the walk found none.
/// </param>
internal sealed class MissingCaptionFile(
    IndexLocation location, bool foundNothing, Func<string, bool> hasFilesIn, Func<string, bool> foundNothingIn)
{
    /// <summary>Whether a file that is missing was deleted.</summary>
    /// <param name="file">Its full path.</param>
    public bool IsDeleted(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var relative = location.Relative(folder);
        var prefix = relative is "." or "" ? "" : relative + "/";
        if (!Directory.Exists(folder))
            return !RelativePath.IsOutside(relative) && !foundNothing && !hasFilesIn(prefix);
        try
        {
            // A drive that is away leaves an empty folder, which may hold an index.
            if (!Directory.EnumerateFileSystemEntries(folder).Any(entry => entry != location.Directory))
                return false;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
        // Where the walk has found none of the pictures that are known there, they are away, and it may be too.
        return !foundNothingIn(prefix);
    }
}
