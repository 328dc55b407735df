using Clip.Files;

namespace Clip.Classification;

/// <summary>Takes back what was done with one file, if nothing has changed since.</summary>
internal static class SortUndo
{
    /// <returns>Why it cannot be taken back, or null where it has been, or was never done.</returns>
    public static string? TakeBack(SortAction action, SortedFile file)
    {
        var info = new FileInfo(file.To);
        // A link whose target is gone exists as a link only.
        if (!info.Exists && info.LinkTarget is null)
            return null;
        switch (action)
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
