using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Cli.Showing;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What is done with files.</summary>
internal static class BrowseCommands
{
    /// <summary>Opens files in the system's viewer.</summary>
    public static void Open(IReadOnlyList<string> files, Action<BrowseEvent> post) =>
        SystemViewer.Open(files, message => post(new BrowseEvent.Said(message)));

    /// <summary>Moves files to a folder; none is overwritten, and a file there says how to take it back.</summary>
    /// <exception cref="OperationCanceledException">It was stopped between two files.</exception>
    public static void Move(
        IReadOnlyList<string> files, string folder, Action<BrowseEvent> post, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Home(folder)));
        if (Path.GetDirectoryName(target) is not { Length: > 0 } parent)
        {
            post(new BrowseEvent.Said($"{folder} is no folder to move files to"));
            return;
        }
        List<string> problems = [];
        var sorting = new FileSorting(parent);
        var planned = new List<SortedFile>();
        foreach (var file in files)
        {
            try
            {
                planned.Add(sorting.Add(file, Path.GetFileName(target)));
            }
            catch (ClipException error)
            {
                problems.Add(ErrorText.Of(error));
            }
        }
        try
        {
            var (done, undo) = sorting.Apply(
                SortAction.Move, error => problems.Add(ErrorText.Of(error)), cancellationToken);
            var moved = planned.Where(static file => !File.Exists(file.From)).Select(static file => file.From);
            var message = undo is null
                ? Texts.Say($"{done} moved")
                : Texts.Say($"{done} moved; to undo: clipsearch classify --undo {ShellQuoted.Of(undo)}");
            post(new BrowseEvent.Moved([.. moved], problems.Count > 0 ? problems[0] : message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ClipException)
        {
            post(new BrowseEvent.Said(error is ClipException known ? ErrorText.Of(known) : error.Message));
        }
    }

    private static string Home(string folder) => folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + folder[1..]
        : folder;
}
