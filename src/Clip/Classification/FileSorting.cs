using System.Globalization;
using Clip.Classification;
using Clip.Files.Placing;

namespace Clip;

/// <summary>A file and where it belongs.</summary>
/// <param name="From">Its full path.</param>
/// <param name="To">Its place: the folder of its label, its name.</param>
/// <param name="IsThere">Whether a file with the same content is there already, so that nothing is to be done.</param>
public sealed record SortedFile(string From, string To, bool IsThere);

/// <summary>
/// Sorts files into folders named by their labels. First it plans: nothing is changed until <see cref="Apply"/>. No
/// file is ever overwritten: one that would take the place of another gets a number. Not thread-safe.
/// </summary>
public sealed class FileSorting
{
    private readonly string _folder;
    private readonly List<SortedFile> _files = [];
    private readonly PlannedPlaces _places = new();

    /// <param name="folder">The folder that gets a sub-folder per label. It need not exist.</param>
    public FileSorting(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <summary>The plan so far.</summary>
    public IReadOnlyList<SortedFile> Files => _files;

    /// <summary>Plans a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">Its label. Characters that no file name may have become underscores.</param>
    /// <returns>Where it belongs.</returns>
    /// <exception cref="ClipException">The file cannot be read.</exception>
    public SortedFile Add(string path, string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return Plan(path, Path.Combine(_folder, FolderName.Of(label)));
    }

    /// <summary>Plans a file that goes into the folder itself.</summary>
    /// <inheritdoc cref="Add(string, string)"/>
    public SortedFile Add(string path) => Plan(path, _folder);

    /// <summary>
    /// Does what was planned; text and XMP sidecars go along with their pictures. What is done is written to a file in
    /// the folder first, with which <see cref="Undo"/> takes it back.
    /// </summary>
    /// <param name="action">What to do.</param>
    /// <param name="onError">Called for each file that cannot be sorted; it stays where it is.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were sorted, and the file to undo it with; null where there were none.</returns>
    /// <exception cref="ClipException">The folder cannot be written.</exception>
    public (int Done, string? UndoFile) Apply(
        SortAction action, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        var todo = _files.Where(static file => !file.IsThere).ToList();
        if (todo.Count == 0)
            return (0, null);
        using var journal = PlacingJournal.Create(_folder, "sorted");
        return (Place(todo, action, journal, onError, cancellationToken), journal.Path);
    }

    /// <summary>
    /// Copies or links what was planned and leaves nothing else in the folder: the originals stay, so that no file is
    /// needed to take it back.
    /// </summary>
    /// <param name="action">What to do; not <see cref="SortAction.Move"/>.</param>
    /// <param name="onError">Called for each file that cannot be copied or linked.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were copied or linked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The action is to move files.</exception>
    public int ApplyWithoutUndoFile(
        SortAction action, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(action, SortAction.Move);
        return Place(
            _files.Where(static file => !file.IsThere), action, journal: null, onError, cancellationToken);
    }

    /// <summary>
    /// Takes back what <see cref="Apply"/> or <see cref="DuplicateDisposal.Move"/> did, the last first. What has
    /// changed since is left alone.
    /// </summary>
    /// <param name="undoFile">The file that it wrote; deleted when everything has been taken back.</param>
    /// <param name="onError">Called for each file that cannot be taken back.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were taken back; sidecars do not count.</returns>
    /// <exception cref="ClipException">It is not such a file, or cannot be read.</exception>
    public static int Undo(
        string undoFile, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(undoFile);
        return PlacingUndo.Run(undoFile, onError, cancellationToken);
    }

    private SortedFile Plan(string path, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var from = Path.GetFullPath(path);
        var name = Path.GetFileName(from);
        for (var number = 1; ; number++)
        {
            var to = Path.Combine(folder, number == 1 ? name : Numbered(name, number));
            // A link whose target is gone is there too.
            var isTaken = Path.Exists(to) || new FileInfo(to).LinkTarget is not null;
            var isThere = isTaken && (to == from || LinksTo(to, from) || FilePlacing.HasSameContent(from, to));
            if (!isThere && (isTaken || !_places.TryReserve(from, to)))
                continue;
            var file = new SortedFile(from, to, isThere);
            _files.Add(file);
            return file;
        }
    }

    private static int Place(
        IEnumerable<SortedFile> files, SortAction action, PlacingJournal? journal, Action<ClipException>? onError,
        CancellationToken cancellationToken)
    {
        return FilePlacing.Run(
            [.. files.Select(file => new PlacedFile(action, file.From, file.To))], journal, onError, cancellationToken);
    }

    private static string Numbered(string name, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");

    private static bool LinksTo(string link, string target) => new FileInfo(link).LinkTarget == target;
}
