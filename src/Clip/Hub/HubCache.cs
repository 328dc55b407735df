using System.Text;
using Clip.Files;
using Clip.Models.Layouts;

namespace Clip.Hub;

/// <summary>
/// The cache that all Hugging Face programs of a user share, in the layout of huggingface_hub 1.x: models downloaded by
/// Python are found here, and the other way round.
/// </summary>
/// <param name="folder">The cache's folder; it need not exist.</param>
internal sealed class HubCache(string folder)
{
    private const string TagContent = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file is a cache directory tag created by Clip.
        # For information about cache directory tags, see:
        #	https://bford.info/cachedir/

        """;

    /// <summary>The cache's folder.</summary>
    public string Folder => folder;

    /// <summary>
    /// The cache at <c>HF_HUB_CACHE</c>, <c>HF_HOME</c> or <c>XDG_CACHE_HOME</c>, else at the default place.
    /// </summary>
    /// <param name="variable">Looks up an environment variable; null uses the process's environment.</param>
    public static HubCache FromEnvironment(Func<string, string?>? variable = null) =>
        new(new HubEnvironment(variable ?? Environment.GetEnvironmentVariable).CacheFolder);

    /// <summary>Finds a downloaded model without opening a connection.</summary>
    /// <param name="model">The repository and its revision.</param>
    /// <param name="variant">The variant that must be in the cache; null accepts any.</param>
    /// <returns>The model's folder; null where the cache does not have all files that it needs.</returns>
    public string? Find(ModelReference model, string? variant = null)
    {
        var cache = new RepositoryCache(folder, model);
        if (cache.CommitOf(model.Revision) is not { } commit || !Directory.Exists(cache.Snapshot(commit)))
            return null;
        if (CachedListing.Read(cache.Listing(commit)) is { } files)
        {
            // The listing shows whether all files are there.
            var isComplete = LayoutFiles.SelectAll(files, variant)
                .Any(layout => layout.Files.All(file => cache.HasInSnapshot(commit, file)));
            return isComplete ? cache.Snapshot(commit) : null;
        }
        return LayoutOf(cache.Snapshot(commit), variant) is null ? null : cache.Snapshot(commit);
    }

    /// <summary>Whether any part of the model has been downloaded.</summary>
    public bool HasPartOf(ModelReference model) => new RepositoryCache(folder, model).Commits().Count > 0;

    /// <summary>
    /// Finds the model of a name: a folder, a short name of the curated table, or <c>OWNER/NAME[@REVISION]</c>.
    /// </summary>
    /// <param name="name">The name. A folder of that name is preferred.</param>
    /// <param name="variant">The variant that must be in the cache; null accepts any.</param>
    /// <returns>The folder to load the model from.</returns>
    /// <exception cref="HubException">The model is not in the cache, or the name is unknown.</exception>
    public string Locate(string name, string? variant = null)
    {
        // The error for a path that does not exist is reported when the model is loaded.
        if (Path.Exists(name) || Path.IsPathRooted(name) || name.StartsWith('.'))
            return name;
        if (KnownModels.Resolve(name) is not { } model)
            throw HubException.UnknownName(name);
        return Find(model, variant) ?? throw HubException.NotDownloaded(name, variant, HasPartOf(model));
    }

    /// <summary>All models in the cache with a known layout.</summary>
    public IReadOnlyList<CachedModel> List()
    {
        List<CachedModel> found = [];
        if (!Directory.Exists(folder))
            return found;
        foreach (var path in Directory.GetDirectories(folder, "models--*--*").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path)["models--".Length..].Replace("--", "/", StringComparison.Ordinal);
            if (ModelReference.TryParse(name, out var model))
                found.AddRange(Of(model));
        }
        return found;
    }

    /// <summary>The commits of one repository in the cache with a known layout.</summary>
    public IReadOnlyList<CachedModel> Of(ModelReference model)
    {
        var cache = new RepositoryCache(folder, model);
        List<CachedModel> found = [];
        foreach (var commit in cache.Commits())
        {
            var snapshot = cache.Snapshot(commit);
            if (LayoutOf(snapshot, null) is not { } layout)
                continue;
            var files = Directory.GetFiles(snapshot, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal).ToList();
            found.Add(new CachedModel(
                model with { Revision = RevisionOf(cache, commit) }, commit, snapshot, layout,
                [.. files.Select(file => Path.GetRelativePath(snapshot, file).Replace('\\', '/'))],
                files.Sum(static file => LinkedFile.Length(file) ?? 0)));
        }
        return found;
    }

    /// <summary>Hashes every file of a model and compares it with the hub's list.</summary>
    /// <param name="model">A model of this cache.</param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Stops hashing.</param>
    /// <returns>One result per file, ordered by name.</returns>
    public IAsyncEnumerable<FileCheck> VerifyAsync(
        CachedModel model, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        SnapshotCheck.RunAsync(new RepositoryCache(folder, model.Model), model, progress, cancellationToken);

    /// <summary>Removes a file and its content, so that the next pull downloads it again.</summary>
    /// <param name="model">A model of this cache.</param>
    /// <param name="path">One of its files.</param>
    /// <exception cref="HubException">It cannot be removed.</exception>
    public void Remove(CachedModel model, string path)
    {
        var file = Path.Combine([model.Folder, .. path.Split('/')]);
        try
        {
            var blobs = new RepositoryCache(folder, model.Model).BlobsFolder;
            // Only content of this repository: the link could lead anywhere.
            if (new FileInfo(file).LinkTarget is { } target)
                File.Delete(Path.Combine(blobs, Path.GetFileName(target)));
            File.Delete(file);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw DiskFailure.From(file, error);
        }
    }

    /// <summary>Marks the folder as a cache, so that backups exclude it.</summary>
    internal void Tag()
    {
        var path = Path.Combine(folder, "CACHEDIR.TAG");
        if (!File.Exists(path))
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(TagContent.ReplaceLineEndings("\n")));
    }

    private static string RevisionOf(RepositoryCache cache, string commit)
    {
        var references = cache.ReferencesTo(commit);
        if (references.Contains(ModelReference.DefaultRevision))
            return ModelReference.DefaultRevision;
        return references.Count > 0 ? references[0] : commit;
    }

    private static ModelLayout? LayoutOf(string snapshot, string? variant)
    {
        try
        {
            return ModelFolder.Find(snapshot, variant).Layout;
        }
        catch (ModelException)
        {
            return null;
        }
    }
}
