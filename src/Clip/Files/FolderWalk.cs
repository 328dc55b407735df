namespace Clip.Files;

/// <summary>
/// Finds the pictures in a folder and the folders below it, or among files and folders that the user named, always in
/// the same order.
/// </summary>
/// <remarks>
/// <para>Files are picked by <see cref="PictureFormats"/>; hidden ones (a dot in front, or Windows' attribute) and what
/// lies in hidden folders is passed over, as ripgrep does, and so is what a <c>.clipignore</c> file in its folder or above
/// names. What the user named is taken whatever its name.</para>
/// <para>Links are followed, to files and to folders, but no folder is entered twice: a link to a folder that the walk
/// reaches anyway is passed over, so that adding such a link changes no path.</para>
/// <para>Memory holds the names in one folder and in those above it, not the whole tree.</para>
/// </remarks>
public sealed class FolderWalk
{
    private readonly ExcludePatterns _exclude;
    private readonly string[] _inputs;

    private FolderWalk(string root, string[] inputs, ExcludePatterns exclude)
    {
        Root = root;
        _inputs = inputs;
        _exclude = exclude;
    }

    /// <summary>The absolute path of the folder to which <see cref="PictureFile.Path"/> is relative.</summary>
    public string Root { get; }

    /// <summary>Prepares a walk.</summary>
    /// <param name="root">The folder to walk, and to which paths and patterns are relative; a link to a folder is one.</param>
    /// <param name="options">What to walk instead, and what to leave out.</param>
    /// <exception cref="FolderException">The root is missing or a file.</exception>
    public static FolderWalk Open(string root, FolderWalkOptions? options = null)
    {
        var full = FullPath(root);
        if (!Directory.Exists(full))
            throw System.IO.File.Exists(full) ? FolderException.NotAFolder(root) : FolderException.Missing(root);
        string[] inputs = [.. (options?.Inputs ?? [full]).Select(FullPath).Distinct(StringComparer.Ordinal)];
        return new FolderWalk(full, inputs, new ExcludePatterns(options?.Exclude ?? []));
    }

    /// <summary>
    /// Walks, as far as the caller enumerates. Within one input the files are in the ordinal order of their paths. Each
    /// call walks anew.
    /// </summary>
    /// <param name="report">
    /// Gets an error for each folder that cannot be read, each link that leads nowhere, each empty file and each name
    /// that is not valid UTF-8; its subject is the full path. The walk goes on. What lies in a folder that could not be
    /// read is not reported, which does not mean that it is gone.
    /// </param>
    /// <param name="cancellation">Ends the walk with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<PictureFile> Files(Action<ClipException> report, CancellationToken cancellation = default)
    {
        var folders = _inputs.Where(Directory.Exists).ToDictionary(input => input, input => RealPath.Resolve(input) ?? input);
        var ignored = new IgnoreFiles(Root, _exclude, report);
        var visits = new FolderVisits(folders.Select(folder => (folder.Value, RelativePath(folder.Key))), ignored, report);
        var files = _inputs.Where(input => !folders.ContainsKey(input)).ToHashSet(StringComparer.Ordinal);
        foreach (var input in _inputs)
        {
            if (folders.TryGetValue(input, out var real))
            {
                foreach (var file in Below(input, real, visits, ignored, report, cancellation))
                {
                    // A file that is an input itself has its place there.
                    if (!files.Contains(file.FullPath))
                        yield return file;
                }
            }
            else if (PictureStat.Of(RelativePath(input), input, report) is { } file)
            {
                yield return Sidecar.SignatureFor(file.FullPath) is { Length: > 0 } text ? file with { SidecarSignature = text } : file;
            }
        }
    }

    private IEnumerable<PictureFile> Below(
        string folder, string realFolder, FolderVisits visits, IgnoreFiles ignored, Action<ClipException> report, CancellationToken cancellation)
    {
        if (!visits.Enter(realFolder))
            yield break;

        // A stack instead of recursion: iterators within iterators would cost time for each level at each file.
        var levels = new Stack<FolderListing>();
        levels.Push(FolderListing.Read(RelativePath(folder), folder, realFolder, report, cancellation));
        while (levels.TryPeek(out var level))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!level.TryNext(out var entry))
            {
                levels.Pop();
                continue;
            }

            var path = level.PathOf(entry);
            var fullPath = level.FullPathOf(entry);
            if (ignored.Match(path))
                continue;
            if (!entry.IsFolder)
            {
                if (File(entry, path, fullPath, report) is { } file)
                    yield return level.SidecarSignatureOf(entry) is { } text ? file with { SidecarSignature = text } : file;
                continue;
            }

            var real = level.RealPathOf(entry);
            if (entry.IsLink ? visits.EnterLink(fullPath, path, out real) : visits.Enter(real))
                levels.Push(FolderListing.Read(path, fullPath, real, report, cancellation));
        }
    }

    private static PictureFile? File(FolderEntry entry, string path, string fullPath, Action<ClipException> report)
    {
        if (!PictureFormats.HasPictureExtension(entry.Name))
        {
            PictureStat.CheckLink(fullPath, report);
            return null;
        }
        // The size of a link is its own, and a size of 0 has many reasons: those are worth a second look.
        return entry is { IsLink: false, Size: > 0 }
            ? new PictureFile(path, fullPath, entry.Size, entry.ModifiedUtcTicks)
            : PictureStat.Of(path, fullPath, report);
    }

    private string RelativePath(string fullPath)
    {
        var path = Path.GetRelativePath(Root, fullPath).Replace(Path.DirectorySeparatorChar, '/');
        return path == "." ? "" : path;
    }

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
