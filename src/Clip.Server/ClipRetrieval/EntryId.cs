using Clip.Server.Mounting;

namespace Clip.Server.ClipRetrieval;

/// <summary>
/// The whole numbers that clip-retrieval's clients know pictures and captions by: the entry of the index, times the
/// number of folders, plus the folder; for captions as a negative number.
/// </summary>
internal static class EntryId
{
    /// <summary>The id of a picture.</summary>
    public static long OfPicture(MountedLibrary library, MountedFolder folder, long entry) =>
        (entry * library.Folders.Count) + Position(library, folder);

    /// <summary>The id of a caption.</summary>
    public static long OfCaption(MountedLibrary library, MountedFolder folder, long entry) =>
        -1 - OfPicture(library, folder, entry);

    /// <summary>What an id stands for.</summary>
    public static (MountedFolder Folder, long Entry, bool IsCaption) Parse(MountedLibrary library, long id)
    {
        var value = id < 0 ? -1 - id : id;
        return (library.Folders[(int)(value % library.Folders.Count)], value / library.Folders.Count, id < 0);
    }

    private static int Position(MountedLibrary library, MountedFolder folder) =>
        folder.Number - library.Folders[0].Number;
}
