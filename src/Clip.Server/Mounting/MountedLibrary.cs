using Clip.Catalog.Reading;
using Clip.Searching;
using Clip.Server.Problems;

namespace Clip.Server.Mounting;

/// <summary>A library under its name, its model, and what searches it. Thread-safe.</summary>
internal sealed class MountedLibrary : IDisposable
{
    private readonly TaskCompletionSource _firstUpdate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _existed;

    public MountedLibrary(MountedLibraryOptions mounted, MountedModel model, int firstNumber)
    {
        (Name, Model, Updates) = (mounted.Name, model, mounted.Update);
        var labels = Labels(mounted.Folders);
        Folders = [.. mounted.Folders.Select((folder, i) => new MountedFolder(folder, firstNumber + i, labels[i]))];
        Search = new PictureSearch(model.Model, [.. Folders.Select(static folder => folder.Folder)]);
        _existed = mounted.Folders.Any(static folder => PictureIndex.Exists(folder.Location));
        if (!Updates)
            _firstUpdate.SetResult();
    }

    /// <summary>The name that clients use.</summary>
    public string Name { get; }

    public MountedModel Model { get; }

    public IReadOnlyList<MountedFolder> Folders { get; }

    public PictureSearch Search { get; }

    /// <summary>Whether the indexes are brought up to date.</summary>
    public bool Updates { get; }

    /// <summary>Whether an update runs.</summary>
    public bool IsUpdating { get; set; }

    /// <summary>Whether there is something to search, or will be nothing.</summary>
    public bool CanBeSearched =>
        IsSettled || _existed || Folders.Any(static folder => PictureIndex.Exists(folder.Folder.Location));

    /// <summary>Whether the first update has ended, or none is to come.</summary>
    public bool IsSettled => _firstUpdate.Task.IsCompleted;

    /// <summary>The work of all workers on its folders that a database keeps; null where there are none.</summary>
    /// <exception cref="ClipException">The database cannot be reached.</exception>
    public IndexingWork? ReadWork()
    {
        var works = Folders.Select(static folder => IndexingWork.Of(folder.Folder.Location)).OfType<IndexingWork>()
            .ToList();
        return works.Count == 0 ? null : new IndexingWork(
            works.Sum(static work => work.Planned), works.Sum(static work => work.Leased),
            works.Sum(static work => work.Workers), works.Sum(static work => work.PicturesPerSecond));
    }

    /// <summary>Lets requests go that wait for the first update.</summary>
    public void Settle() => _firstUpdate.TrySetResult();

    /// <summary>
    /// Waits a little where the library is indexed for the first time and there is nothing to search yet, so that
    /// whoever starts the server on a few pictures gets an answer and no error.
    /// </summary>
    public async Task WaitForFirstUpdateAsync(CancellationToken cancellationToken)
    {
        if (_existed || IsSettled)
            return;
        var patience = Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
        await Task.WhenAny(_firstUpdate.Task, patience).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What searches a folder of the library, and the folder's path there.</summary>
    /// <param name="path">
    /// The folder as clients see it; empty for all. Where the library has several folders, it begins with the name of
    /// one of them.
    /// </param>
    /// <exception cref="RequestException">It is no folder of the library.</exception>
    public (PictureSearch Search, IReadOnlyList<SearchedFolder> Folders, string Path) In(string? path)
    {
        var parts = (path ?? "").Split('/', '\\').Where(static part => part.Length > 0).ToList();
        if (parts.Exists(static part => part is "." or ".."))
            throw RequestException.Invalid("in", "'in' must be a folder of the library, such as 2024/summer.");
        if (parts.Count == 0 || Folders.Count == 1)
            return (Search, [.. Folders.Select(static folder => folder.Folder)], string.Join('/', parts));
        var one = Folders.FirstOrDefault(folder => folder.Label.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw RequestException.Invalid(
                "in", $"'in' must begin with one of: {string.Join(", ", Folders.Select(static f => f.Label))}.");
        return (one.SearchWith(Model.Model), [one.Folder], string.Join('/', parts.Skip(1)));
    }

    /// <summary>The folder that a found picture lies in; several may share an index.</summary>
    public MountedFolder FolderOf(IndexLocation location, string path) => Folders.First(folder =>
        folder.Folder.Location == location && PictureFileAccess.IsIn(folder.Folder, path));

    /// <summary>The path of the picture that a found caption belongs to, as clients see it; null for none.</summary>
    public string? Shown(FoundCaption caption) => caption is { Picture: { } path, Location: { } location }
        ? FolderOf(location, path).Shown(path)
        : null;

    public void Dispose()
    {
        Search.Dispose();
        foreach (var folder in Folders)
            folder.Dispose();
    }

    /// <summary>The folders' names, each made different; one folder alone needs none.</summary>
    private static string[] Labels(IReadOnlyList<SearchedFolder> folders)
    {
        if (folders.Count == 1)
            return [""];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. folders.Select(folder =>
        {
            var name = Path.GetFileName(folder.Location.Full(folder.Folder));
            var label = name.Length == 0 ? "root" : name;
            for (var i = 2; !taken.Add(label); i++)
                label = $"{name} ({i})";
            return label;
        })];
    }
}
