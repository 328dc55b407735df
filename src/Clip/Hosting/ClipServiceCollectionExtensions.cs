using Clip;
using Clip.Hosting;
using Clip.Hub;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a model and a search with an application's services.</summary>
public static class ClipServiceCollectionExtensions
{
    /// <summary>
    /// Registers as singletons a <see cref="ClipModel"/>, its <see cref="TextEncoder"/> and <see cref="ImageEncoder"/>,
    /// and a <see cref="PictureSearch"/> of <see cref="ClipOptions.Folder"/>; they are thread-safe and disposed with
    /// the container. The model is loaded, and downloaded if necessary, when the application starts, or by the first
    /// that needs it (<see cref="ClipOptions.WarmUp"/>). Calling it again only configures more.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">
    /// Sets the options; null for the defaults. Options may also come from
    /// <c>services.Configure&lt;ClipOptions&gt;</c>.
    /// </param>
    /// <returns><paramref name="services"/>.</returns>
    /// <example><code>
    /// builder.Services.AddClip(clip => (clip.Model, clip.Folder) = ("clip-vit-b-32", "/srv/pictures"));
    /// builder.Services.AddHealthChecks().AddClip();
    /// app.MapGet("/search", (string text, PictureSearch search) => search.SearchAsync(text));
    /// </code></example>
    public static IServiceCollection AddClip(
        this IServiceCollection services, Action<ClipOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<ClipOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        if (services.Any(static service => service.ServiceType == typeof(SharedModel)))
            return services;

        services.AddLogging();
        services.AddHttpClient(ClipOptions.HttpClientName).ConfigurePrimaryHttpMessageHandler(static provider =>
            HubConnection.CreateHandler(
                provider.GetRequiredService<IOptions<ClipOptions>>().Value.Hub ?? new HubOptions()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ClipOptions>, ClipOptionsValidation>());
        services.AddSingleton<SharedModel>();
        services.AddHostedService<WarmUpService>();
        // The container cannot wait without blocking; after the warm-up nobody waits.
        services.TryAddSingleton(static provider =>
            provider.GetRequiredService<SharedModel>().GetAsync().GetAwaiter().GetResult());
        services.TryAddSingleton(static provider => provider.GetRequiredService<ClipModel>().Text);
        services.TryAddSingleton(static provider => provider.GetRequiredService<ClipModel>().Image);
        services.TryAddSingleton(CreateSearch);
        return services;
    }

    /// <summary>
    /// Adds a health check of the model and the index that
    /// <see cref="AddClip(IServiceCollection, Action{ClipOptions})"/> registers: healthy if the model encodes and the
    /// index can be read, degraded while there is no index.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a failure counts as; null for unhealthy.</param>
    /// <param name="tags">Tags to filter checks by, such as <c>ready</c>.</param>
    /// <param name="timeout">How long the check may take; null for no limit.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddClip(
        this IHealthChecksBuilder builder, string name = "clip",
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.Add(new HealthCheckRegistration(
            name,
            static provider => new ClipHealthCheck(
                provider.GetRequiredService<SharedModel>(), provider.GetRequiredService<IOptions<ClipOptions>>()),
            failureStatus, tags, timeout));
    }

    private static PictureSearch CreateSearch(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ClipOptions>>().Value;
        var folder = options.Folder ?? throw new InvalidOperationException(
            $"{nameof(ClipOptions)}.{nameof(ClipOptions.Folder)} must name the folder that {nameof(PictureSearch)} "
            + "searches.");
        return new PictureSearch(
            provider.GetRequiredService<ClipModel>(), IndexLocation.For(folder, options.IndexFolder));
    }
}
