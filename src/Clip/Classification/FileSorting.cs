using System.Globalization;
using Clip.Classification;
using Clip.Files;

namespace Clip;

/// <summary>What is done with a file that is sorted into a folder.</summary>
public enum SortAction
{
    /// <summary>It is copied.</summary>
    Copy,

    /// <summary>A symbolic link to it is made.</summary>
    Link,

    /// <summary>It is moved.</summary>
    Move,
}

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
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

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
    /// Does what was planned. What is done is written to a file in the folder first, with which <see cref="Undo"/>
    /// takes it back.
    /// </summary>
    /// <param name="action">What to do.</param>
    /// <param name="onError">Called for each file that cannot be sorted; it stays where it is.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were sorted, and the file to undo it with; null where there were none.</returns>
    public (int Done, string? UndoFile) Apply(
        SortAction action, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        var todo = _files.Where(static file => !file.IsThere).ToList();
        if (todo.Count == 0)
            return (0, null);
        using var journal = SortJournal.Create(_folder);
        return (SortAll(todo, action, journal, onError, cancellationToken), journal.Path);
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
        var todo = _files.Where(static file => !file.IsThere).ToList();
        return SortAll(todo, action, journal: null, onError, cancellationToken);
    }

    /// <summary>
    /// Takes back what <see cref="Apply"/> did, the last first. What has changed since is left alone.
    /// </summary>
    /// <param name="undoFile">The file that it wrote; deleted when everything has been taken back.</param>
    /// <param name="onError">Called for each file that cannot be taken back.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were taken back.</returns>
    /// <exception cref="ClipException">It is not such a file, or cannot be read.</exception>
    public static int Undo(
        string undoFile, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(undoFile);
        var (done, failed) = (0, 0);
        foreach (var (action, file) in SortJournal.Read(undoFile).Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (SortUndo.TakeBack(action, file) is not { } problem)
                {
                    done++;
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
            File.Delete(undoFile);
        return done;
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
            var isThere = isTaken && (to == from || LinksTo(to, from) || HasSameContent(from, to));
            if (!isThere && (isTaken || !_taken.Add(to)))
                continue;
            var file = new SortedFile(from, to, isThere);
            _files.Add(file);
            return file;
        }
    }

    private static int SortAll(
        List<SortedFile> todo, SortAction action, SortJournal? journal, Action<ClipException>? onError,
        CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var file in todo)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.To)!);
                journal?.Write(action, file);
                Sort(action, file);
                done++;
            }
            catch (Exception error) when (UnreadableFile.Is(error))
            {
                journal?.WriteFailure(file);
                onError?.Invoke(new ClipException(
                    file.From, $"was not sorted to {file.To} ({error.Message.TrimEnd('.')})", "it stays where it is",
                    error));
            }
        }
        return done;
    }

    private static void Sort(SortAction action, SortedFile file)
    {
        switch (action)
        {
            case SortAction.Copy:
                File.Copy(file.From, file.To, overwrite: false);
                break;
            case SortAction.Link:
                File.CreateSymbolicLink(file.To, file.From);
                break;
            default:
                File.Move(file.From, file.To, overwrite: false);
                break;
        }
    }

    private static string Numbered(string name, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");

    private static bool LinksTo(string link, string target) => new FileInfo(link).LinkTarget == target;

    private static bool HasSameContent(string a, string b)
    {
        var (first, second) = (FileStat.Of(a), FileStat.Of(b));
        return first is { Kind: FileKind.Regular } && second is { Kind: FileKind.Regular }
            && first.Value.Size == second.Value.Size && ContentHash.OfFile(a) == ContentHash.OfFile(b);
    }
}
