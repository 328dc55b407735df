namespace Clip.Files;

/// <summary>
/// Finds the pictures in a folder and its subfolders, or among given files and folders, always in the same order.
/// </summary>
/// <remarks>
/// <para>Files are selected by <see cref="PictureFileName"/>. As in ripgrep, hidden files (a leading dot, or the
/// Windows attribute) and the content of hidden folders are skipped, and so is whatever a <c>.clipignore</c> file in
/// the same folder or above it excludes. Inputs are taken whatever their names.</para>
/// <para>Links to files and folders are followed, but no folder is entered twice: a link to a folder that the walk also
/// reaches without it is skipped, so adding such a link does not change any path.</para>
/// <para>Memory holds the names in the current folder and its parents, not the whole tree.</para>
/// </remarks>
internal sealed class FolderWalk
{
    private readonly ExcludePatterns _exclude;
    private readonly string[] _inputs;
    private readonly ChangedPaths? _changed;
    private readonly Action<string, string>? _onLinkedFolder;
    private readonly Predicate<string>? _followsLink;

    private FolderWalk(string root, string[] inputs, FolderWalkOptions? options)
    {
        Root = root;
        _inputs = inputs;
        _exclude = new ExcludePatterns(options?.Exclude ?? []);
        _changed = options?.Changed;
        _onLinkedFolder = options?.OnLinkedFolder;
        _followsLink = options?.FollowsLink;
    }

    /// <summary>The absolute path of the folder to which <see cref="PictureFile.Path"/> is relative.</summary>
    public string Root { get; }

    /// <summary>Prepares a walk.</summary>
    /// <param name="root">The folder to walk, or a link to one; paths and patterns are relative to it.</param>
    /// <param name="options">What to walk instead, and what to exclude.</param>
    /// <exception cref="FolderException">The root does not exist or is a file.</exception>
    public static FolderWalk Open(string root, FolderWalkOptions? options = null)
    {
        var full = FullPath(root);
        if (!Directory.Exists(full))
            throw File.Exists(full) ? FolderException.NotAFolder(root) : FolderException.Missing(root);
        string[] inputs = [.. (options?.Inputs ?? [full]).Select(FullPath).Distinct(StringComparer.Ordinal)];
        return new FolderWalk(full, inputs, options);
    }

    /// <summary>
    /// Walks lazily, as far as the caller enumerates. Within one input, files are in ordinal order of their paths. Each
    /// call starts a new walk.
    /// </summary>
    /// <param name="report">
    /// Called with an error for each unreadable folder, broken link, empty file and name that is not valid UTF-8; its
    /// subject is the full path. The walk continues. The content of an unreadable folder is not reported; that does not
    /// mean that it is gone.
    /// </param>
    /// <param name="cancellationToken">Ends the walk with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<PictureFile> Files(
        Action<ClipException> report, CancellationToken cancellationToken = default) =>
        Files(report, static _ => { }, cancellationToken);

    /// <inheritdoc cref="Files(Action{ClipException}, CancellationToken)"/>
    /// <param name="report"/>
    /// <param name="onCaptionFile">
    /// Called with each path, relative to the root, that has a usual name of caption files, whatever is there.
    /// </param>
    /// <param name="cancellationToken"/>
    internal IEnumerable<PictureFile> Files(
        Action<ClipException> report, Action<string> onCaptionFile, CancellationToken cancellationToken) =>
        _changed is null
            ? AllFiles(report, onCaptionFile, cancellationToken)
            : ChangedFiles(_changed, report, onCaptionFile, cancellationToken);

    /// <summary>What the walk excludes, for paths that it did not return.</summary>
    internal IgnoreFiles Exclusions() => new(Root, _exclude, static _ => { });

    /// <summary>Whether the walk follows the links on the way to a file or folder, if there are any.</summary>
    /// <param name="path">A full path.</param>
    internal bool Follows(string path) =>
        _followsLink is not { } follows || RealPath.Resolve(path) is not { } real || follows(real);

    private IEnumerable<PictureFile> AllFiles(
        Action<ClipException> report, Action<string> onCaptionFile, CancellationToken cancellationToken)
    {
        var folders = _inputs.Where(Directory.Exists)
            .ToDictionary(static input => input, static input => RealPath.Resolve(input) ?? input);
        var ignored = new IgnoreFiles(Root, _exclude, report);
        var visits = new FolderVisits(folders.Select(folder => (folder.Value, PathOf(folder.Key))), ignored, report);
        var files = _inputs.Where(input => !folders.ContainsKey(input)).ToHashSet(StringComparer.Ordinal);
        foreach (var input in _inputs)
        {
            if (folders.TryGetValue(input, out var real))
            {
                foreach (var file in Below(input, real, visits, ignored, report, onCaptionFile, cancellationToken))
                {
                    // A file that is also an input is returned at its own position.
                    if (!files.Contains(file.FullPath))
                        yield return file;
                }
            }
            else if (PictureStat.Of(PathOf(input), input, report) is { } file)
            {
                var signature = Sidecar.SignatureFor(file.FullPath);
                yield return signature.Length > 0 ? file with { SidecarSignature = signature } : file;
            }
        }
    }

    private IEnumerable<PictureFile> ChangedFiles(
        ChangedPaths changed, Action<ClipException> report, Action<string> onCaptionFile,
        CancellationToken cancellationToken)
    {
        var ignored = new IgnoreFiles(Root, _exclude, report);
        var visits = new FolderVisits([(RealPath.Resolve(Root) ?? Root, "")], ignored, report);
        foreach (var path in changed.Folders)
        {
            var folder = Path.Join(Root, path);
            // Of what is in a folder that is new itself, the folder above has been told.
            if (IsLeftOut(path, ignored) || !Directory.Exists(folder) || RealPath.Resolve(folder) is not { } real)
                continue;
            foreach (var file in Below(
                folder, real, visits, ignored, report, onCaptionFile, cancellationToken,
                name => changed.Touches(path, name)))
            {
                // What changed may be a folder that holds an input and more.
                if (Array.Exists(_inputs, input => RealPath.IsWithin(file.FullPath, input)))
                    yield return file;
            }
        }
    }

    /// <summary>Whether a walk of the root does not enter a folder, because of its name or that of one above.</summary>
    private static bool IsLeftOut(string path, IgnoreFiles ignored) => path.Length > 0
        && (Array.Exists(path.Split('/'), static name => FolderEntry.IsHidden(name)) || ignored.MatchAny(path));

    private IEnumerable<PictureFile> Below(
        string folder, string realFolder, FolderVisits visits, IgnoreFiles ignored, Action<ClipException> report,
        Action<string> onCaptionFile, CancellationToken cancellationToken, Predicate<string>? isWanted = null)
    {
        if (!visits.Enter(realFolder))
            yield break;

        // A stack instead of recursion: with nested iterators, each file would cost time for each level.
        var levels = new Stack<FolderListing>();
        Enter(PathOf(folder), folder, realFolder, isWanted);
        while (levels.TryPeek(out var level))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!level.TryNext(out var entry))
            {
                levels.Pop();
                continue;
            }

            var path = level.PathOf(entry);
            var fullPath = level.FullPathOf(entry);
            if (ignored.Match(path) || (entry.IsLink && !Follows(fullPath)))
                continue;
            if (!entry.IsFolder)
            {
                if (FileOf(entry, path, fullPath, report) is { } file)
                    yield return file with { SidecarSignature = level.SidecarSignatureOf(entry) };
                continue;
            }

            var real = level.RealPathOf(entry);
            if (!(entry.IsLink ? visits.EnterLink(fullPath, path, out real) : visits.Enter(real)))
                continue;
            if (entry.IsLink)
                _onLinkedFolder?.Invoke(path, real);
            Enter(path, fullPath, real, isWanted: null);
        }

        void Enter(string path, string fullPath, string real, Predicate<string>? isWanted)
        {
            var listing = FolderListing.Read(path, fullPath, real, isWanted, report, cancellationToken);
            levels.Push(listing);
            foreach (var name in listing.CaptionFiles.Where(name => !ignored.Match(name)))
                onCaptionFile(name);
        }
    }

    private static PictureFile? FileOf(FolderEntry entry, string path, string fullPath, Action<ClipException> report)
    {
        if (!PictureFileName.HasPictureExtension(entry.Name))
        {
            PictureStat.CheckLink(fullPath, report);
            return null;
        }
        if (!RelativePath.IsUnicode(path))
        {
            report(new ClipException(fullPath, "has a name that is not valid Unicode", "rename it"));
            return null;
        }
        // The size of a link is that of the link itself, and a size of 0 has many causes: these need a closer look.
        return entry is { IsLink: false, Stat: { Kind: FileKind.Regular, Size: > 0 } stat }
            ? PictureFile.From(path, fullPath, stat, fullPath)
            : PictureStat.Of(path, fullPath, report);
    }

    private string PathOf(string fullPath)
    {
        var path = RelativePath.Of(Root, fullPath);
        return path == "." ? "" : path;
    }

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
