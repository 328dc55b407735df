using Clip.Files;
using Clip.Files.Placing;

namespace Clip;

/// <summary>What happens to a file of a group of duplicates.</summary>
/// <param name="From">The full path of the file.</param>
/// <param name="To">Where it is moved to, or the file that it becomes a link to.</param>
public sealed record DuplicateAction(string From, string To);

/// <summary>
/// Puts duplicates out of the way, never by deleting: all but the best of a group are moved, or exact copies become
/// hard links to the best. First plan, show the plan, and then apply it.
/// </summary>
public static class DuplicateDisposal
{
    /// <summary>
    /// Plans to move all files but the best of each group to a folder, below which they keep their paths.
    /// </summary>
    /// <param name="groups">The groups.</param>
    /// <param name="folder">The folder; outside of the folders of pictures, which would find the files again.</param>
    /// <returns>The moves. No target exists or occurs twice, nor does that of a sidecar that goes along.</returns>
    /// <exception cref="FolderException">The folder lies inside a folder of pictures.</exception>
    public static IReadOnlyList<DuplicateAction> PlanMoves(IEnumerable<DuplicateGroup> groups, string folder)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var target = Path.GetFullPath(folder);
        List<DuplicateAction> moves = [];
        var places = new PlannedPlaces();
        foreach (var file in groups.SelectMany(static group => group.Files.Skip(1)))
        {
            if (IsWithin(target, file.Location.Root))
                throw FolderException.InsidePictures(folder, file.Location.Root);
            var place = FreeName(file.FullPath, Path.Combine(target, file.Path), places);
            moves.Add(new DuplicateAction(file.FullPath, place));
        }
        return moves;
    }

    /// <summary>Plans to make exact copies of the best file of each group hard links to it.</summary>
    /// <param name="groups">The groups. Files that differ from the best stay as they are.</param>
    public static IReadOnlyList<DuplicateAction> PlanLinks(IEnumerable<DuplicateGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return
        [
            .. from grouped in groups
               from same in grouped.Files.GroupBy(static file => file.File.Hash)
               let best = same.First()
               from file in same.Skip(1)
               select new DuplicateAction(file.FullPath, best.FullPath),
        ];
    }

    /// <summary>
    /// Moves files, and text and XMP sidecars along with their pictures. What is done is written to a file in the
    /// folder first, with which <see cref="FileSorting.Undo"/> takes it back.
    /// </summary>
    /// <param name="moves">The moves.</param>
    /// <param name="folder">Where to write that file.</param>
    /// <param name="failed">Called for each file that cannot be moved; the others go on.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files were moved, and the file to undo it with; null where there were none.</returns>
    /// <exception cref="ClipException">The folder cannot be written; nothing has been moved.</exception>
    public static (int Moved, string? UndoFile) Move(
        IReadOnlyList<DuplicateAction> moves, string folder, Action<ClipException> failed,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(failed);
        if (moves.Count == 0)
            return (0, null);
        using var journal = PlacingJournal.Create(Path.GetFullPath(folder), "undo");
        var moved = FilePlacing.Run(
            [.. moves.Select(static move => new PlacedFile(SortAction.Move, move.From, move.To))], journal, failed,
            cancellationToken);
        return (moved, journal.Path);
    }

    /// <summary>
    /// Makes copies hard links. Each pair is compared again first; what differs by now stays as it is.
    /// </summary>
    /// <param name="links">The copies, and the files to link them to.</param>
    /// <param name="failed">Called for each file that cannot become a link; the others go on.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>How many files became links, or are links already.</returns>
    public static int Link(
        IReadOnlyList<DuplicateAction> links, Action<ClipException> failed,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(failed);
        var linked = 0;
        foreach (var (copy, best) in links)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unfinished = $"{copy}.{Guid.NewGuid():n}.tmp";
            try
            {
                if (ContentHash.OfFile(copy, cancellationToken) != ContentHash.OfFile(best, cancellationToken))
                {
                    failed(new ClipException(copy, $"is no longer a copy of {best}", "update the index"));
                    continue;
                }
                HardLink.Create(unfinished, best);
                File.Move(unfinished, copy, overwrite: true);
                linked++;
            }
            catch (ClipException error)
            {
                failed(error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                File.Delete(unfinished);
                failed(new ClipException(
                    copy, $"cannot become a link to {best} ({error.Message.TrimEnd('.')})", null, error));
            }
        }
        return linked;
    }

    private static string FreeName(string from, string path, PlannedPlaces places)
    {
        var (stem, extension) = (Path.ChangeExtension(path, null), Path.GetExtension(path));
        var free = path;
        for (var number = 2; !places.TryReserve(from, free); number++)
            free = $"{stem} ({number}){extension}";
        return free;
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(
            Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
