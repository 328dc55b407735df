using System.Globalization;
using Clip.Hub;

namespace Clip;

/// <summary>
/// Where models are downloaded from and stored. The names and defaults are those of Python's huggingface_hub.
/// </summary>
public sealed class HubOptions
{
    /// <summary>The hub's address, possibly with a path below it: the public hub or a mirror.</summary>
    public Uri Endpoint { get; set; } = new("https://huggingface.co");

    /// <summary>
    /// The access token, for private and gated repositories; null without one. It is only sent to the scheme, host and
    /// port of the endpoint.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>The cache folder that all Hugging Face programs of the user share.</summary>
    public string CacheFolder { get; set; } = new HubEnvironment(Environment.GetEnvironmentVariable).CacheFolder;

    /// <summary>Whether connections are forbidden.</summary>
    public bool Offline { get; set; }

    /// <summary>Whether snapshots hold whole files even where symbolic links are permitted.</summary>
    public bool WithoutLinks { get; set; }

    /// <summary>
    /// Whether models may be downloaded by name whose license restricts their use, such as to non-commercial purposes;
    /// set it when you have read the license.
    /// </summary>
    public bool AcceptsRestrictedLicenses { get; set; }

    /// <summary>How many files are downloaded at a time; at least 1.</summary>
    public int ParallelFiles { get; set; } = 4;

    /// <summary>
    /// How often a request that failed for a temporary reason is repeated, with growing pauses; 0 or more.
    /// </summary>
    public int Retries { get; set; } = 5;

    /// <summary>How long the hub may be silent before a request fails.</summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The name that requests carry, as <c>PRODUCT/VERSION</c>.</summary>
    public string UserAgent { get; set; } = DefaultUserAgent;

    private static string DefaultUserAgent { get; } =
        $"Clip/{typeof(HubOptions).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    /// <summary>
    /// Reads <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c> or the token file (<c>HF_TOKEN_PATH</c>), <c>HF_HUB_CACHE</c>,
    /// <c>HF_HOME</c>, <c>XDG_CACHE_HOME</c>, <c>HF_HUB_OFFLINE</c> and <c>HF_HUB_DISABLE_SYMLINKS</c>.
    /// </summary>
    /// <param name="variable">Looks up an environment variable; null asks the process's environment.</param>
    /// <exception cref="HubException">
    /// <c>HF_ENDPOINT</c> is not an http or https address, or a token file cannot be read.
    /// </exception>
    public static HubOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        var environment = new HubEnvironment(variable ?? Environment.GetEnvironmentVariable);
        return new HubOptions
        {
            Endpoint = environment.Endpoint,
            Token = environment.Token,
            CacheFolder = environment.CacheFolder,
            Offline = environment.IsOn("HF_HUB_OFFLINE") || environment.IsOn("TRANSFORMERS_OFFLINE"),
            WithoutLinks = environment.IsOn("HF_HUB_DISABLE_SYMLINKS"),
        };
    }

    /// <summary>Omits the token, so that it does not get into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint} -> {CacheFolder}");

    /// <summary>A copy, which later changes of these options do not reach.</summary>
    internal HubOptions Clone() => (HubOptions)MemberwiseClone();

    /// <summary>The address of something on the hub.</summary>
    internal Uri At(string pathAndQuery) => new($"{Endpoint.AbsoluteUri.TrimEnd('/')}/{pathAndQuery}");
}
