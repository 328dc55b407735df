using Clip.Hub;

namespace Clip;

/// <summary>
/// Downloads models from a Hugging Face hub or a mirror into the cache that all Hugging Face programs share. Nothing
/// else in the library opens a connection. Thread-safe; dispose it to close its connections.
/// </summary>
/// <example>
/// <code>
/// using var hub = new ModelHub(HubOptions.FromEnvironment());
/// using var model = ClipModel.Load(await hub.DownloadAsync("Xenova/clip-vit-base-patch32", "fp16"));
/// </code>
/// </example>
public sealed class ModelHub : IDisposable
{
    private readonly HubOptions _options;
    private readonly HubConnection _connection;
    private readonly TimeProvider _time;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">Where the hub and the cache are.</param>
    /// <param name="time">The clock for pauses between retries; null uses the system's.</param>
    public ModelHub(HubOptions options, TimeProvider? time = null)
        : this(options, null, time)
    {
    }

    /// <param name="options">Where the hub and the cache are.</param>
    /// <param name="client">
    /// Sends the requests, over a handler as <see cref="HubConnection.CreateHandler"/> makes it; null for one of the
    /// hub's own.
    /// </param>
    /// <param name="time">The clock for pauses between retries; null uses the system's.</param>
    internal ModelHub(HubOptions options, HttpClient? client, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ParallelFiles, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Retries);
        options = options.Clone();
        _options = options;
        _time = time ?? TimeProvider.System;
        _connection = new HubConnection(options, client);
        Cache = new HubCache(options.CacheFolder);
    }

    /// <summary>The models that have been downloaded.</summary>
    internal HubCache Cache { get; }

    /// <summary>The folder of a model, which is downloaded first if it is not in the cache.</summary>
    /// <param name="name">
    /// A short name of <see cref="KnownModels.All"/>, or <c>OWNER/NAME</c> with or without <c>@REVISION</c>.
    /// </param>
    /// <param name="variant">
    /// The weights to download, such as <c>fp16</c> or <c>quantized</c>; null for the plain ones, else the least lossy.
    /// </param>
    /// <param name="progress">Called at every step, from several threads but one at a time; or null.</param>
    /// <param name="cancellationToken">Stops the download; the part that has arrived is kept.</param>
    /// <returns>The folder to load the model from.</returns>
    /// <exception cref="HubException">
    /// The name is unknown, the hub cannot be reached or refuses, the disk fails or is full, or the license restricts
    /// the model and <see cref="HubOptions.AcceptsRestrictedLicenses"/> is not set.
    /// </exception>
    public Task<string> DownloadAsync(
        string name, string? variant = null, IProgress<PullProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return DownloadAsync(KnownModels.Resolve(name) ?? throw HubException.UnknownName(name));

        async Task<string> DownloadAsync(ModelReference model)
        {
            if (Cache.Find(model, variant) is { } here)
                return here;
            if (_options.Offline)
                throw HubException.NotDownloaded(name, variant, Cache.HasPartOf(model));
            var plan = await PlanAsync(model, variant, progress, cancellationToken).ConfigureAwait(false);
            if (plan.License.Restriction is { } restriction && !_options.AcceptsRestrictedLicenses)
                throw HubException.RestrictedLicense(name, plan.License.Name, restriction);
            return await PullAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Requests the list of a model's files, and chooses those that its layout needs.</summary>
    /// <param name="model">The repository and its revision.</param>
    /// <param name="variant">
    /// The weights to download, such as <c>fp16</c> or <c>quantized</c>; null for the plain ones, else the least lossy.
    /// </param>
    /// <param name="progress">Receives pauses before a request is repeated, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubException">
    /// The hub cannot be reached or refuses, or the repository has no known layout.
    /// </exception>
    internal async Task<PullPlan> PlanAsync(
        ModelReference model, string? variant = null, IProgress<PullProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (_options.Offline)
        {
            throw new HubException(
                model.ToString(), "cannot be asked for at the hub: HF_HUB_OFFLINE forbids connections", "unset it");
        }
        var retry = HubRetry.Build(_options.Retries, _time, new PullCounter(progress, 0, 0).Pause);
        var lister = new RepositoryLister(_connection, _options, retry);
        var listing = await lister.ListAsync(model, cancellationToken).ConfigureAwait(false);
        var layout = LayoutFiles.Select(listing.Files, variant) ?? throw NoLayout(model, listing, variant);
        Check(model, layout.Files);
        var missing = Missing(CacheOf(model), listing.Commit, layout.Files);
        return new PullPlan(model, listing, layout, missing.Sum(static file => file.Size));
    }

    /// <summary>
    /// Downloads the files of a plan that are not in the cache, checks their hashes, and puts them into the commit's
    /// snapshot when all have arrived. A download that was interrupted is continued.
    /// </summary>
    /// <param name="plan">The files to download.</param>
    /// <param name="progress">Called at every step, from several threads but one at a time; or null.</param>
    /// <param name="cancellationToken">Stops the download; the part that has arrived is kept.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="HubException">
    /// The hub fails, sends other content than it lists, or the disk fails or is full.
    /// </exception>
    internal async Task<string> PullAsync(
        PullPlan plan, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var cache = CacheOf(plan.Model);
        var counter = new PullCounter(progress, plan.TotalBytes, plan.Files.Count);
        var retry = HubRetry.Build(_options.Retries, _time, counter.Pause);
        var context = new PullContext(_connection, cache, counter, retry, _time);
        try
        {
            Directory.CreateDirectory(cache.BlobsFolder);
            Cache.Tag();
            var downloaded = await DownloadAsync(context, plan, plan.Files, cancellationToken).ConfigureAwait(false);
            var loose = LooseWeights.Of(plan, cache);
            if (loose.Count > 0)
            {
                Check(plan.Model, loose);
                counter.Expect(loose.Sum(static file => file.Size), loose.Count);
                downloaded.AddRange(await DownloadAsync(context, plan, loose, cancellationToken).ConfigureAwait(false));
            }

            // The graphs come last: without them no program takes the snapshot for a model.
            var graphs = plan.Layout.Graphs;
            IReadOnlyList<HubFile> files = [.. plan.Files.Except(graphs), .. loose, .. graphs];
            var ids = downloaded.Select(static file => file.ContentId).ToHashSet();
            SnapshotLinks.Place(
                cache, plan.Commit, files, file => ids.Contains(file.ContentId), _options.WithoutLinks);
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

    /// <summary>Downloads the files that are missing, and returns them.</summary>
    private async Task<List<HubFile>> DownloadAsync(
        PullContext context, PullPlan plan, IReadOnlyList<HubFile> files, CancellationToken cancellationToken)
    {
        var (cache, counter) = (context.Cache, context.Counter);
        var missing = Missing(cache, plan.Commit, files).ToList();
        counter.Add(files.Except(missing).Sum(static file => file.Size));
        counter.FinishFiles(files.Count - missing.Count);
        var contents = missing.DistinctBy(static file => file.ContentId);
        DiskFailure.RequireSpace(
            _options.CacheFolder, contents.Sum(file => file.Size - cache.UnfinishedLength(file)));

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.ParallelFiles,
            CancellationToken = cancellationToken,
        };
        // Several files may have the same content. The largest one starts first, because it takes longest.
        var groups = missing.GroupBy(static file => file.ContentId)
            .OrderByDescending(static group => group.First().Size);
        await Parallel.ForEachAsync(groups, options, async (same, token) =>
        {
            var file = same.First();
            await BlobDownload.RunAsync(context, plan.Model, file, AddressOf(plan, file), token).ConfigureAwait(false);
            counter.Add(file.Size * (same.Count() - 1));
            counter.FinishFiles(same.Count());
        }).ConfigureAwait(false);
        return missing;
    }

    private Uri AddressOf(PullPlan plan, HubFile file)
    {
        var path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return _options.At($"{plan.Model.Repository}/resolve/{plan.Commit}/{path}");
    }

    private RepositoryCache CacheOf(ModelReference model) => new(_options.CacheFolder, model);

    private static IEnumerable<HubFile> Missing(RepositoryCache cache, string commit, IEnumerable<HubFile> files) =>
        files.Where(file => !cache.HasInSnapshot(commit, file) && !cache.HasBlob(file));

    private static void Check(ModelReference model, IReadOnlyList<HubFile> files)
    {
        foreach (var file in files)
        {
            var subject = $"{model.Repository}/{file.Path}";
            if (!RepositoryPath.IsPortable(file.Path))
                throw new HubException(subject, "has a name that not every system can have", "do not use this model");
            if (!file.HasHash || file.Size < 0)
            {
                throw new HubException(
                    subject, "the hub does not say its hash and size, so it could not be checked",
                    "set HF_ENDPOINT to another mirror");
            }
        }
        var names = files.Select(static file => file.Path).Distinct(StringComparer.OrdinalIgnoreCase);
        if (names.Count() != files.Count)
        {
            throw new HubException(
                model.ToString(), "has files whose names differ in capitals only", "do not use this model");
        }
    }

    private static HubException NoLayout(ModelReference model, HubListing listing, string? variant) =>
        variant is null || LayoutFiles.Select(listing.Files, null) is null
            ? HubException.NoKnownLayout(model.ToString())
            : HubException.NoSuchVariant(model.ToString(), variant, LayoutFiles.Variants(listing.Files));
}
