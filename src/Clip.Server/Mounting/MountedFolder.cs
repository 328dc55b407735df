using Clip.Searching;

namespace Clip.Server.Mounting;

/// <summary>
/// A folder of a library: its index as lookups read it, and the name that paths begin with. What links in it lead to
/// outside it is not part of it.
/// </summary>
internal sealed class MountedFolder : IDisposable
{
    private readonly Lock _opening = new();
    private PictureIndex? _index;
    private PictureSearch? _search;

    /// <param name="folder">The folder.</param>
    /// <param name="number">Its number among all folders of the server.</param>
    /// <param name="label">
    /// What the paths of its pictures begin with; empty where the library has no other folder.
    /// </param>
    public MountedFolder(SearchedFolder folder, int number, string label)
    {
        (Number, Label) = (number, label);
        Confinement = new FolderConfinement(folder, () => Index);
        Folder = folder with { Confinement = Confinement };
    }

    public SearchedFolder Folder { get; }

    /// <summary>What links in the folder lead to outside it.</summary>
    public FolderConfinement Confinement { get; }

    /// <summary>Its number among all folders of the server, part of the ids of its pictures.</summary>
    public int Number { get; }

    /// <summary>What the paths of its pictures begin with.</summary>
    public string Label { get; }

    /// <summary>The index, opened with the first call.</summary>
    /// <exception cref="IndexException">There is none, or it cannot be used.</exception>
    public PictureIndex Index
    {
        get
        {
            lock (_opening)
                return _index ??= PictureIndex.Open(Folder.Location);
        }
    }

    /// <summary>What searches this folder alone.</summary>
    public PictureSearch SearchWith(ClipModel model)
    {
        lock (_opening)
            return _search ??= new PictureSearch(model, [Folder]);
    }

    /// <summary>A path as clients see it: relative to the folder, never to the machine's root.</summary>
    /// <param name="path">A path of the index, in the folder.</param>
    public string Shown(string path)
    {
        var inside = Folder.Folder.Length == 0 ? path : path[(Folder.Folder.Length + 1)..];
        return Label.Length == 0 ? inside : $"{Label}/{inside}";
    }

    /// <summary>The first of a file's captions, or null.</summary>
    public string? CaptionOf(string path) =>
        Index.FindCaptions(path) is [var first, ..] ? Index.CaptionText(first) : null;

    public void Dispose()
    {
        lock (_opening)
        {
            _search?.Dispose();
            _index?.Dispose();
        }
    }
}
