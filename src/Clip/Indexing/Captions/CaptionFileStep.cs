using Clip.Captions;
using Clip.Catalog;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Reads caption files, stores their captions with a vector each, and attaches them to the pictures they name. Files
/// with a usual name in the root are read too. The index remembers every file that it has read: one that changes is
/// read again, and what it no longer says, or what a deleted one said, is removed.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="files">Caption files given by the caller; one that cannot be used stops the run.</param>
/// <param name="prune">Whether a file that is missing counts as deleted even if its drive may be away.</param>
/// <param name="ignoresFailure">Whether a deleted file stays known if the index cannot be written.</param>
internal sealed class CaptionFileStep(
    IndexRun run, IReadOnlyList<string> files, bool prune, bool ignoresFailure) : IIndexStep
{
    // Names that data sets use for the captions of the pictures in the same folder.
    private static readonly string[] UsualNames =
        ["captions.jsonl", "captions.json", "captions.csv", "captions.tsv", "captions.txt"];

    private readonly string[] _given = [.. files.Select(Path.GetFullPath)];

    public void Run(CancellationToken cancellationToken)
    {
        CaptionLanguage.Check(run);
        var usual = UsualNames.Select(name => Path.Combine(run.Location.Root, name)).Where(File.Exists);
        var known = (run.Changes.IsOpen ? run.Changes.OpenIndex().CaptionFiles() : run.Known.CaptionFiles)
            .ToDictionary(file => run.Location.Full(file.Path));
        foreach (var file in usual.Concat(known.Keys).Concat(_given).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Update(file, known.GetValueOrDefault(file), cancellationToken);
        }
    }

    private void Update(string file, CaptionFileRecord? known, CancellationToken cancellationToken)
    {
        var isGiven = _given.Contains(file);
        if (known is not null && !isGiven && !File.Exists(file))
        {
            // Otherwise every search of an index on a read-only drive would report this.
            if ((prune || IsDeleted(file)) && (!ignoresFailure || run.Changes.TryOpenIndex()))
                Forget(known);
            return;
        }
        var signature = SignatureOf(file);
        if (IsUpToDate(known, signature, isGiven))
            return;
        try
        {
            Read(file, signature, isGiven, cancellationToken);
        }
        catch (ClipException error) when (!isGiven && error.Subject == file)
        {
            // A file that merely has a usual name may contain anything, and one that is damaged keeps its captions.
            run.Report(error);
            Remember(file, new CaptionFileState(signature, IsUnusable: true));
        }
    }

    /// <summary>
    /// Whether a caption file that is missing was deleted; otherwise the drive that it is on may be away.
    /// </summary>
    private bool IsDeleted(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any(entry => entry != run.Location.Directory))
                return false;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
        var relative = run.Location.Relative(folder);
        return !run.Known.FoundNothingIn(relative == "." ? "" : relative + "/");
    }

    /// <summary>
    /// Whether a caption file does not need to be read: it has not changed, and there are no new pictures that it may
    /// name.
    /// </summary>
    private bool IsUpToDate(CaptionFileRecord? known, string signature, bool isGiven)
    {
        if (known is null || run.Changes.Counts.HasNewFiles)
            return false;
        var state = CaptionFileState.Parse(known.State);
        return state.Signature == signature && !(state.IsUnusable && isGiven);
    }

    private void Read(string file, string signature, bool isGiven, CancellationToken cancellationToken)
    {
        // An empty file is not opened unless it was given: it may be a pipe that nobody writes into.
        var captions = isGiven || new FileInfo(file).Length > 0 ? CaptionFile.ReadAny(file, cancellationToken) : null;
        if (captions is { Records.Count: 0, Errors.Count: > 0 })
            throw captions.NoCaptions();
        foreach (var error in captions?.Errors ?? [])
            run.Report(error);
        // The state is stored when all captions are, so that an interrupted run reads the file again.
        var source = captions is { IsPipe: true } || IsDevice(file)
            ? 0
            : Remember(file, new CaptionFileState("", IsUnusable: false));
        new CaptionAttachment(run, source).Attach(file, captions?.Records ?? [], cancellationToken);
        if (source > 0)
            Remember(file, new CaptionFileState(signature, IsUnusable: captions is null));
        if (captions is { Records.Count: 0 })
            throw captions.NoCaptions();
    }

    private long Remember(string file, CaptionFileState state)
    {
        var source = run.Changes.OpenIndex().RememberCaptionFile(run.Location.Relative(file), state.Format());
        run.Changes.CommitIfDue();
        return source;
    }

    private void Forget(CaptionFileRecord known)
    {
        var index = run.Changes.OpenIndex();
        // Opening an index of an older format has given its caption files numbers.
        if (index.CaptionFiles().FirstOrDefault(file => file.Path == known.Path) is { } current)
            index.ForgetCaptionFile(current.Source);
        run.Changes.CommitIfDue();
    }

    /// <summary>Whether a path names something else each time, such as standard input.</summary>
    private static bool IsDevice(string file) =>
        file.StartsWith("/dev/", StringComparison.Ordinal) || file.StartsWith("/proc/", StringComparison.Ordinal);

    private static string SignatureOf(string file) => Sidecar.SignatureOf(FileStat.Of(file)) ?? "";
}
