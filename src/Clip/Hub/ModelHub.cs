using Polly;

namespace Clip.Hub;

/// <summary>
/// Downloads models from a Hugging Face hub or a mirror of one, into the cache that all Hugging Face programs share.
/// Nothing else in the library opens a connection. Thread-safe; dispose it to close its connections.
/// </summary>
/// <example>
/// <code>
/// using var hub = new ModelHub(HubOptions.FromEnvironment());
/// var plan = await hub.PlanAsync(ModelReference.Parse("Xenova/clip-vit-base-patch32"), "fp16");
/// using var model = ClipModel.Load(await hub.PullAsync(plan));
/// </code>
/// </example>
public sealed class ModelHub : IDisposable
{
    private const int MostPages = 1_000;

    private readonly HubOptions _options;
    private readonly HubConnection _connection;
    private readonly TimeProvider _time;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">Where the hub and the cache are.</param>
    /// <param name="time">What pauses between retries are timed by; null is the system's clock.</param>
    public ModelHub(HubOptions options, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ParallelFiles, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Retries);
        _options = options;
        _time = time ?? TimeProvider.System;
        _connection = new HubConnection(options);
        Cache = new HubCache(options.CacheFolder);
    }

    /// <summary>What has been downloaded.</summary>
    public HubCache Cache { get; }

    /// <summary>Asks the hub which files a model has, and chooses those that its layout needs.</summary>
    /// <param name="model">The repository and its revision.</param>
    /// <param name="variant">Which weights to take, such as <c>fp16</c> or <c>quantized</c>; null takes the plain ones, else the least lossy.</param>
    /// <param name="progress">Told of pauses before a request is repeated; null tells nobody.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">The hub cannot be reached or refuses, or the repository holds no layout that is known.</exception>
    public async Task<PullPlan> PlanAsync(
        ModelReference model, string? variant = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_options.Offline)
            throw new HubException(model.ToString(), "cannot be asked for at the hub: HF_HUB_OFFLINE forbids connections", "unset it");
        var listing = await ListAsync(model, new PullCounter(progress, 0, 0), cancellationToken).ConfigureAwait(false);
        var layout = LayoutFiles.Select(listing.Files, variant) ?? throw NoLayout(model, listing, variant);
        Check(model, layout.Files);
        var cache = CacheOf(model);
        return new PullPlan(model, listing, layout, Missing(cache, listing.Commit, layout.Files).Sum(static file => file.Size));
    }

    /// <summary>
    /// Downloads the files of a plan that are not in the cache, checks their hashes, and puts them into the snapshot of the
    /// commit when all have arrived. What a run that was cut off has left is gone on with.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told of every step, from several threads but one at a time; null tells nobody.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="HubException">The hub fails or lies, or the disk fails or has no room.</exception>
    public async Task<string> PullAsync(PullPlan plan, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var cache = CacheOf(plan.Model);
        var counter = new PullCounter(progress, plan.TotalBytes, plan.Files.Count);
        try
        {
            Directory.CreateDirectory(cache.BlobsFolder);
            Cache.Tag();
            List<HubFile> brought = await FetchAsync(plan, plan.Files, cache, counter, cancellationToken).ConfigureAwait(false);
            var further = LooseWeights.Of(plan, cache);
            if (further.Count > 0)
            {
                Check(plan.Model, further);
                counter.Expect(further.Sum(static file => file.Size), further.Count);
                brought.AddRange(await FetchAsync(plan, further, cache, counter, cancellationToken).ConfigureAwait(false));
            }

            // The graphs come last: a snapshot without them is no model to anyone.
            IReadOnlyList<HubFile> files = [.. plan.Files.Except(plan.Layout.Graphs), .. further, .. plan.Layout.Graphs];
            var fresh = brought.Select(static file => file.ContentId).ToHashSet();
            SnapshotLinks.Place(cache, plan.Commit, files, file => fresh.Contains(file.ContentId), _options.WithoutLinks);
            CachedListing.Write(cache.Listing(plan.Commit), plan.Listing.Files);
            cache.SetReference(plan.Model.Revision, plan.Commit);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.From(_options.CacheFolder, error);
        }
        return cache.Snapshot(plan.Commit);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Downloads what is missing; returns the files that were.</summary>
    private async Task<List<HubFile>> FetchAsync(
        PullPlan plan, IReadOnlyList<HubFile> files, RepositoryCache cache, PullCounter counter, CancellationToken cancellationToken)
    {
        var missing = Missing(cache, plan.Commit, files).ToList();
        counter.Add(files.Except(missing).Sum(static file => file.Size));
        counter.FinishFiles(files.Count - missing.Count);
        DiskFailure.RequireSpace(_options.CacheFolder, missing.DistinctBy(static file => file.ContentId).Sum(file => file.Size - cache.UnfinishedLength(file)));

        var retry = HubRetry.Build(_options.Retries, _time, counter.Pause);
        await Parallel.ForEachAsync(
            // One content may be two files. The largest first, so that it is not what everybody waits for at the end.
            missing.GroupBy(static file => file.ContentId).OrderByDescending(static group => group.First().Size),
            new ParallelOptions { MaxDegreeOfParallelism = _options.ParallelFiles, CancellationToken = cancellationToken },
            async (same, token) =>
            {
                var file = same.First();
                await BlobDownload.RunAsync(_connection, cache, plan.Model, file, AddressOf(plan, file), counter, retry, _time, token).ConfigureAwait(false);
                counter.Add(file.Size * (same.Count() - 1));
                counter.FinishFiles(same.Count());
            }).ConfigureAwait(false);
        return missing;
    }

    private async Task<HubListing> ListAsync(ModelReference model, PullCounter counter, CancellationToken cancellationToken)
    {
        var retry = HubRetry.Build(_options.Retries, _time, counter.Pause);
        try
        {
            var address = _options.At($"api/models/{model.Repository}/revision/{Uri.EscapeDataString(model.Revision)}?blobs=true");
            var (json, _) = await retry.ExecuteAsync(
                async token => await _connection.GetJsonAsync(address, model.ToString(), model, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            var listing = HubListing.ParseRevision(json);
            return listing.IsComplete ? listing : listing with { Files = await ListTreeAsync(model, listing.Commit, retry, cancellationToken).ConfigureAwait(false) };
        }
        catch (InvalidDataException error)
        {
            throw new HubException(model.ToString(), $"the answer of {_options.Endpoint.Host} is not a hub's list of files ({error.Message})", "check HF_ENDPOINT", error);
        }
    }

    /// <summary>Mirrors may leave sizes and hashes out of the short answer; the tree has them, page by page.</summary>
    private async Task<IReadOnlyList<HubFile>> ListTreeAsync(ModelReference model, string commit, ResiliencePipeline retry, CancellationToken cancellationToken)
    {
        List<HubFile> files = [];
        Uri? address = _options.At($"api/models/{model.Repository}/tree/{commit}?recursive=true");
        for (var page = 0; address is not null; page++)
        {
            if (page == MostPages)
                throw new InvalidDataException($"more than {MostPages} pages");
            var current = address;
            (var json, address) = await retry.ExecuteAsync(
                async token => await _connection.GetJsonAsync(current, model.ToString(), model, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            HubListing.ParseTreePage(json, files);
        }
        return files;
    }

    private Uri AddressOf(PullPlan plan, HubFile file) =>
        _options.At($"{plan.Model.Repository}/resolve/{plan.Commit}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}");

    private RepositoryCache CacheOf(ModelReference model) => new(_options.CacheFolder, model);

    private static IEnumerable<HubFile> Missing(RepositoryCache cache, string commit, IEnumerable<HubFile> files) =>
        files.Where(file => !cache.HasInSnapshot(commit, file) && !cache.HasBlob(file));

    private static void Check(ModelReference model, IReadOnlyList<HubFile> files)
    {
        foreach (var file in files)
        {
            if (!RepositoryPath.IsPortable(file.Path))
                throw new HubException($"{model.Repository}/{file.Path}", "has a name that not every system can have", "do not use this model");
            if (!file.HasHash || file.Size < 0)
                throw new HubException($"{model.Repository}/{file.Path}", "the hub does not say its hash and size, so it could not be checked", "set HF_ENDPOINT to another mirror");
        }
        if (files.Select(static file => file.Path).Distinct(StringComparer.OrdinalIgnoreCase).Count() != files.Count)
            throw new HubException(model.ToString(), "has files whose names differ in capitals only", "do not use this model");
    }

    private static HubException NoLayout(ModelReference model, HubListing listing, string? variant)
    {
        if (variant is null || LayoutFiles.Select(listing.Files, null) is null)
            return new HubException(model.ToString(), "holds no ONNX model of a known layout", "look for an ONNX export of it, for example with: clipsearch models list");
        var variants = LayoutFiles.Variants(listing.Files);
        return new HubException(
            model.ToString(), $"has no variant '{variant}'",
            variants.Count == 0 ? "leave --variant out" : $"it has {string.Join(", ", variants)}");
    }
}
