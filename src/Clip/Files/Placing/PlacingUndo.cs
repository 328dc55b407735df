namespace Clip.Files.Placing;

/// <summary>Takes back what a journal says was done with files, where nothing has changed since.</summary>
internal static class PlacingUndo
{
    /// <summary>Takes everything back, the last first.</summary>
    /// <param name="journal">The file that says what was done; deleted when everything has been taken back.</param>
    /// <param name="onError">Called for each file that cannot be taken back.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were taken back; sidecars that went along do not count.</returns>
    /// <exception cref="ClipException">It is not such a file, or cannot be read.</exception>
    public static int Run(string journal, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var (done, failed) = (0, 0);
        foreach (var file in PlacingJournal.Read(journal).Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (TakeBack(file) is not { } problem)
                {
                    done += Sidecar.HasName(file.From) ? 0 : 1;
                    continue;
                }
                failed++;
                onError?.Invoke(new ClipException(file.To, problem, "it is left as it is"));
            }
            catch (Exception error) when (UnreadableFile.Is(error) || error is ClipException)
            {
                failed++;
                onError?.Invoke(error as ClipException ?? UnreadableFile.Describe(file.To, error));
            }
        }
        if (failed == 0)
            File.Delete(journal);
        return done;
    }

    /// <returns>Why it cannot be taken back, or null where it has been, or was never done.</returns>
    private static string? TakeBack(PlacedFile file)
    {
        var info = new FileInfo(file.To);
        // A link whose target is gone exists as a link only.
        if (!info.Exists && info.LinkTarget is null)
            return null;
        switch (file.Action)
        {
            case SortAction.Move:
                if (Path.Exists(file.From))
                    return $"cannot be moved back, because {file.From} exists again";
                Directory.CreateDirectory(Path.GetDirectoryName(file.From)!);
                File.Move(file.To, file.From, overwrite: false);
                break;
            case SortAction.Link:
                if (info.LinkTarget != file.From)
                    return "is not the link that was made";
                info.Delete();
                break;
            default:
                if (!File.Exists(file.From) || ContentHash.OfFile(file.From) != ContentHash.OfFile(file.To))
                    return "is no longer a copy of its original";
                info.Delete();
                break;
        }
        RemoveIfEmpty(Path.GetDirectoryName(file.To)!);
        return null;
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
