namespace Clip.Hub;

/// <summary>
/// Puts the files of a commit into its snapshot folder as links to their contents. The links are relative, so that the
/// cache can be moved. Where links are not permitted, as for most users of Windows, the files are copied.
/// </summary>
internal static class SnapshotLinks
{
    /// <summary>Puts files into the snapshot; those that are there with their full length are kept.</summary>
    /// <param name="cache">The repository's place in the cache.</param>
    /// <param name="commit">The commit that the snapshot is of.</param>
    /// <param name="files">The files; all their contents are in the cache.</param>
    /// <param name="mayMove">
    /// Whether a content was downloaded for this snapshot, so that it may be moved where links are not permitted.
    /// </param>
    /// <param name="withoutLinks">Whether to act as if links were not permitted.</param>
    public static void Place(
        RepositoryCache cache, string commit, IReadOnlyList<HubFile> files, Func<HubFile, bool> mayMove,
        bool withoutLinks)
    {
        var missing = files.Where(file => !cache.HasInSnapshot(commit, file)).ToList();
        var users = missing.CountBy(static file => file.ContentId).ToDictionary();
        foreach (var file in missing)
        {
            var path = cache.InSnapshot(commit, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A broken link or a file of another length, from a run that was interrupted.
            File.Delete(path);
            if (!withoutLinks && (TryLink(path, cache.Blob(file)) || cache.HasInSnapshot(commit, file)))
                continue; // another program may have been faster
            if (mayMove(file) && users[file.ContentId]-- == 1)
                File.Move(cache.Blob(file), path);
            else
                Copy(cache.Blob(file), path);
        }
    }

    private static bool TryLink(string path, string content)
    {
        try
        {
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, content));
            return true;
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        // Renamed at the end, so that an interrupted copy is not taken for the file.
        var unfinished = to + ".incomplete";
        File.Copy(from, unfinished, overwrite: true);
        File.Move(unfinished, to, overwrite: true);
    }
}
