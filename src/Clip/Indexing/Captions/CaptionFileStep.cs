using Clip.Catalog;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Reads caption files, stores their captions with a vector each, and attaches them to the pictures they name. Files
/// with a usual name in the root and in the folders that the walk entered are read too. The index remembers every file
/// that it has read: one that changes is read again, and what it no longer says, or what a deleted one said, is
/// removed.
/// </summary>
/// <param name="run">The run, whose walk has ended.</param>
/// <param name="walk">The walk, which knows what is excluded.</param>
/// <param name="files">Caption files given by the caller; one that cannot be used stops the run.</param>
/// <param name="prune">Whether a file that is missing counts as deleted even if its drive may be away.</param>
/// <param name="ignoresFailure">Whether a deleted file stays known if the index cannot be written.</param>
internal sealed class CaptionFileStep(
    IndexRun run, FolderWalk walk, IReadOnlyList<string> files, bool prune, bool ignoresFailure) : IIndexStep
{
    private readonly string[] _given = [.. files.Select(Path.GetFullPath)];

    public void Run(CancellationToken cancellationToken)
    {
        CaptionLanguage.Check(run);
        var known = (run.Changes.IsOpen ? run.Changes.OpenIndex().CaptionFiles() : run.Known.CaptionFiles)
            .ToDictionary(file => run.Location.Full(file.Path));
        foreach (var file in Usual().Concat(known.Keys).Concat(_given).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            // One outside the root was given by somebody, and not found through a link.
            if (!RelativePath.IsOutside(run.Location.Relative(file)) && !walk.Follows(file))
                continue;
            Update(file, known.GetValueOrDefault(file), cancellationToken);
        }
    }

    /// <summary>
    /// What has a usual name: in the root, which the walk of a part of the folder does not enter, and where the walk
    /// was.
    /// </summary>
    private IEnumerable<string> Usual()
    {
        var excluded = walk.Exclusions();
        return CaptionFileName.Usual.Where(name => Path.Exists(run.Location.Full(name)) && !excluded.Match(name))
            .Concat(run.CaptionFiles).Select(run.Location.Full);
    }

    private void Update(string file, CaptionFileRecord? known, CancellationToken cancellationToken)
    {
        var isGiven = _given.Contains(file);
        if (known is not null && !isGiven && !Path.Exists(file))
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
        if (run.Changed is { } changed)
            return changed.IsDeleted(run.Location.Relative(file));
        return new MissingCaptionFile(run.Location, run.Known.FoundNothing, HasFilesIn, run.Known.FoundNothingIn)
            .IsDeleted(file);
    }

    /// <summary>Whether files of a folder are still in the index, because they are away.</summary>
    private bool HasFilesIn(string folder) => run.Changes.IsOpen
        ? run.Changes.OpenIndex().Files().Any(file => file.Path.StartsWith(folder, StringComparison.Ordinal))
        : run.Known.Files().Any(file => file.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>
    /// Whether a caption file does not need to be read: it has not changed, and there are no new pictures that it may
    /// name.
    /// </summary>
    private bool IsUpToDate(CaptionFileRecord? known, string signature, bool isGiven)
    {
        if (known is null)
            return false;
        var state = CaptionFileState.Parse(known.State);
        return state.Signature == signature && (state.IsUnusable ? !isGiven : !run.Changes.Counts.HasNewFiles);
    }

    private void Read(string file, string signature, bool isGiven, CancellationToken cancellationToken)
    {
        var content = CaptionFileContent.Read(file, isGiven, run.Report, cancellationToken);
        // The state is stored when all captions are, so that an interrupted run reads the file again.
        var source = content.IsRemembered ? Remember(file, new CaptionFileState("", IsUnusable: false)) : 0;
        new CaptionAttachment(run, source).Attach(file, content.Records, cancellationToken);
        if (source > 0)
            Remember(file, new CaptionFileState(signature, IsUnusable: content.Captions is null));
        content.RequireCaptions();
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

    private static string SignatureOf(string file) => Sidecar.SignatureOf(FileStat.Of(file)) ?? "";
}
