using System.Text;
using Clip.Files;
using Clip.Models;

namespace Clip.Hub;

/// <summary>A model in the cache.</summary>
/// <param name="Model">The repository; its revision is a branch or tag where one stands for the commit.</param>
/// <param name="Commit">The commit: 40 hexadecimal digits.</param>
/// <param name="Folder">Its folder, to load it from.</param>
/// <param name="Layout">How its files are laid out.</param>
/// <param name="Files">The files that are there, with <c>/</c> between folders.</param>
/// <param name="Bytes">The length of these files.</param>
public sealed record CachedModel(
    ModelReference Model, string Commit, string Folder, ModelLayout Layout, IReadOnlyList<string> Files, long Bytes);

/// <summary>
/// The cache that all Hugging Face programs of a user share, in the layout of huggingface_hub 1.x: what Python downloaded
/// is found here, and the other way round.
/// </summary>
/// <param name="folder">The cache's folder; it need not exist.</param>
public sealed class HubCache(string folder)
{
    private const string TagContent = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file is a cache directory tag created by clipsearch.
        # For information about cache directory tags, see:
        #	https://bford.info/cachedir/

        """;

    /// <summary>The cache's folder.</summary>
    public string Folder => folder;

    /// <summary>The cache that <c>HF_HUB_CACHE</c>, <c>HF_HOME</c> or <c>XDG_CACHE_HOME</c> names, else the usual one.</summary>
    /// <param name="variable">Looks up an environment variable; null asks the process's environment.</param>
    public static HubCache FromEnvironment(Func<string, string?>? variable = null) =>
        new(new HubEnvironment(variable ?? Environment.GetEnvironmentVariable).CacheFolder);

    /// <summary>Finds a downloaded model without opening a connection.</summary>
    /// <param name="model">The repository and its revision.</param>
    /// <param name="variant">The variant that must be there; null takes any.</param>
    /// <returns>The model's folder, or null where it is not there with all the files that it needs.</returns>
    public string? Find(ModelReference model, string? variant = null)
    {
        var cache = new RepositoryCache(folder, model);
        if (cache.CommitOf(model.Revision) is not { } commit || !Directory.Exists(cache.Snapshot(commit)))
            return null;
        if (CachedListing.Read(cache.Listing(commit)) is { } files)
        {
            // The listing tells a model of which a part is there from a whole one.
            var isComplete = LayoutFiles.SelectAll(files, variant).Any(layout => layout.Files.All(file => cache.HasInSnapshot(commit, file)));
            return isComplete ? cache.Snapshot(commit) : null;
        }
        return LayoutOf(cache.Snapshot(commit), variant) is null ? null : cache.Snapshot(commit);
    }

    /// <summary>Whether any part of the model has been downloaded.</summary>
    public bool HasPartOf(ModelReference model) => new RepositoryCache(folder, model).Commits().Count > 0;

    /// <summary>Finds the model that a user names: a folder, a short name of the curated table, or <c>OWNER/NAME[@REVISION]</c>.</summary>
    /// <param name="name">The name. A folder of that name comes first.</param>
    /// <param name="variant">The variant that must be there; null takes any.</param>
    /// <returns>The folder to load the model from.</returns>
    /// <exception cref="HubException">The model is not here; the message says how to download it.</exception>
    public string Locate(string name, string? variant = null)
    {
        // What can only be a path is told of as such when it is loaded.
        if (Path.Exists(name) || Path.IsPathRooted(name) || name.StartsWith('.'))
            return name;
        if (KnownModels.Resolve(name) is not { } model)
            throw new HubException(name, "is neither a model folder nor the name of a known model", "give a folder or OWNER/NAME, or choose from: clipsearch models list");
        return Find(model, variant) ?? throw new HubException(
            name, HasPartOf(model) ? "is not downloaded completely" : "is not downloaded, and there is no folder of that name",
            $"run: clipsearch models pull {name}{(variant is { Length: > 0 } ? " --variant " + variant : "")}");
    }

    /// <summary>All models in the cache whose layout is known.</summary>
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

    /// <summary>The commits of one repository in the cache whose layout is known.</summary>
    public IReadOnlyList<CachedModel> Of(ModelReference model)
    {
        var cache = new RepositoryCache(folder, model);
        List<CachedModel> found = [];
        foreach (var commit in cache.Commits())
        {
            var snapshot = cache.Snapshot(commit);
            if (LayoutOf(snapshot, null) is not { } layout)
                continue;
            var files = Directory.GetFiles(snapshot, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            var references = cache.ReferencesTo(commit);
            var revision = references.Contains(ModelReference.DefaultRevision) ? ModelReference.DefaultRevision : references.Count > 0 ? references[0] : commit;
            found.Add(new CachedModel(
                model with { Revision = revision }, commit, snapshot, layout,
                [.. files.Select(file => Path.GetRelativePath(snapshot, file).Replace('\\', '/'))],
                files.Sum(static file => LinkedFile.Length(file) ?? 0)));
        }
        return found;
    }

    /// <summary>Hashes every file of a model again and compares it with what the hub listed.</summary>
    /// <param name="model">A model of this cache.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One result a file, in the order of their names.</returns>
    public IAsyncEnumerable<FileCheck> VerifyAsync(CachedModel model, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        SnapshotCheck.RunAsync(new RepositoryCache(folder, model.Model), model, progress, cancellationToken);

    /// <summary>Removes a file and its content, so that the next pull brings it again.</summary>
    /// <param name="model">A model of this cache.</param>
    /// <param name="path">One of its files.</param>
    /// <exception cref="HubException">It cannot be removed.</exception>
    public void Remove(CachedModel model, string path)
    {
        var file = Path.Combine([model.Folder, .. path.Split('/')]);
        try
        {
            var blobs = new RepositoryCache(folder, model.Model).BlobsFolder;
            // Only a content of this repository: the link could lead anywhere.
            if (new FileInfo(file).LinkTarget is { } target)
                File.Delete(Path.Combine(blobs, Path.GetFileName(target)));
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.From(file, error);
        }
    }

    /// <summary>Marks the folder as a cache, so that backups leave it out.</summary>
    internal void Tag()
    {
        var path = Path.Combine(folder, "CACHEDIR.TAG");
        if (!File.Exists(path))
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(TagContent.ReplaceLineEndings("\n")));
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
