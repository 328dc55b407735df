namespace Clip.Server;

/// <summary>What a server offers, to whom, and what a request may cost.</summary>
public sealed class ClipServerOptions
{
    /// <summary>
    /// The models, by the names that clients use; at least one. The first is used where a request names none.
    /// </summary>
    public IList<MountedModelOptions> Models { get; } = [];

    /// <summary>
    /// The libraries of pictures, by the names that clients use. The first is used where a request names none.
    /// </summary>
    public IList<MountedLibraryOptions> Libraries { get; } = [];

    /// <summary>
    /// The key that every request about data carries as <c>Authorization: Bearer</c>; null to ask for none.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Whether pictures are fetched from http(s) addresses in requests. Private, loopback and link-local addresses are
    /// never connected to.
    /// </summary>
    public bool AllowFetch { get; set; }

    /// <summary>
    /// Host names that requests may be addressed to, without ports, besides this machine's own: a reverse proxy's, for
    /// example. Others are refused, because a page of another site could otherwise reach the server through a name that
    /// it controls (DNS rebinding).
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>
    /// Origins of other sites whose pages may call the server, such as <c>https://photos.example</c>. Pages of other
    /// origins cannot read answers, and their POST requests are refused.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The largest body of a request, in bytes, before and after decompression.</summary>
    public long MaxBodyBytes { get; set; } = 64L << 20;

    /// <summary>The most bytes that the bodies of all requests may take at a time.</summary>
    public long MaxTotalBodyBytes { get; set; } = 512L << 20;

    /// <summary>The most texts and pictures of one request.</summary>
    public int MaxInputs { get; set; } = 2048;

    /// <summary>The most texts that wait to be encoded; further requests are answered with 429.</summary>
    public int MaxQueuedTexts { get; set; } = 8192;

    /// <summary>The most pictures that wait to be encoded; further requests are answered with 429.</summary>
    public int MaxQueuedPictures { get; set; } = 512;

    /// <summary>The most results of one request.</summary>
    public int MaxResults { get; set; } = 1000;

    /// <summary>The memory that thumbnails may take, in bytes.</summary>
    public long ThumbnailCacheBytes { get; set; } = 64L << 20;

    /// <summary>How often libraries are brought up to date; zero for only once, when the server starts.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long encoding goes on after the server was told to stop. Requests that need longer are answered with an
    /// error while there is still time to send it.
    /// </summary>
    internal TimeSpan EncodingAfterStop { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most inputs that are encoded at a time; lower only to measure what batches gain.</summary>
    internal int LargestBatch { get; set; } = int.MaxValue;

    /// <summary>Throws where the options contradict each other.</summary>
    internal void Validate()
    {
        if (Models.Count == 0)
            throw new ArgumentException("No model is mounted.");
        if (Models.DistinctBy(static model => model.Name, StringComparer.Ordinal).Count() < Models.Count)
            throw new ArgumentException("Two models have the same name.");
        if (Libraries.DistinctBy(static library => library.Name, StringComparer.Ordinal).Count() < Libraries.Count)
            throw new ArgumentException("Two libraries have the same name.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBodyBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTotalBodyBytes, MaxBodyBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxResults, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedTexts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedPictures, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ThumbnailCacheBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(RefreshInterval, TimeSpan.Zero);
    }
}

/// <summary>A model under the name that clients use.</summary>
/// <param name="Name">The name, such as <c>clip-mini</c> or one of Immich's own, <c>ViT-B-32__openai</c>.</param>
/// <param name="Model">The model; the caller disposes of it after the server has stopped.</param>
public sealed record MountedModelOptions(string Name, ClipModel Model);

/// <summary>A library of pictures under the name that clients use.</summary>
/// <param name="Name">The name.</param>
/// <param name="Model">The name of the mounted model that its indexes are made with.</param>
/// <param name="Folders">The folders, searched together; nothing outside them is read or named.</param>
public sealed record MountedLibraryOptions(string Name, string Model, IReadOnlyList<SearchedFolder> Folders)
{
    /// <summary>Whether the indexes are brought up to date; otherwise they are searched as they are.</summary>
    public bool Update { get; init; } = true;
}
