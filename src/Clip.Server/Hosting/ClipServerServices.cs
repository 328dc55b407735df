using Clip.Server;
using Clip.Server.Bodies;
using Clip.Server.ClipRetrieval;
using Clip.Server.Collections;
using Clip.Server.Events;
using Clip.Server.Fetching;
using Clip.Server.Hosting;
using Clip.Server.Immich;
using Clip.Server.Mcp;
using Clip.Server.Metrics;
using Clip.Server.Mounting;
using Clip.Server.OpenAi;
using Clip.Server.Pictures;
using Clip.Server.Search;
using Clip.Server.Security;
using Clip.Server.Status;
using Clip.Server.Vectorizers;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a CLIP search server to an application.</summary>
public static class ClipServerServices
{
    /// <summary>Adds what <see cref="MapClip"/> needs.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says which models and libraries are mounted, and who may call.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <example><code>
    /// var builder = WebApplication.CreateBuilder(args);
    /// builder.Services.AddClipServer(options =>
    /// {
    ///     options.Models.Add(new("clip-mini", model));
    ///     options.Libraries.Add(new("pictures", "clip-mini", [new SearchedFolder(IndexLocation.For("pictures"))]));
    /// });
    /// var app = builder.Build();
    /// app.MapClip();
    /// app.Run();
    /// </code></example>
    public static IServiceCollection AddClipServer(
        this IServiceCollection services, Action<ClipServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ClipServerOptions();
        configure(options);
        options.Validate();
        services.AddRouting();
        services.AddSingleton(options);
        services.AddSingleton<ServerMetrics>().AddSingleton<Mounts>().AddSingleton<Readiness>();
        services.AddSingleton<BodyBudget>().AddSingleton<RequestBody>();
        services.AddSingleton(provider => new PictureFetcher(options, provider.GetRequiredService<BodyBudget>()));
        services.AddSingleton<PictureContent>().AddSingleton<QueryEncoder>().AddSingleton<RequestGuard>();
        services.AddSingleton<SearchEndpoint>().AddSingleton<CaptionEndpoint>().AddSingleton<CompareEndpoint>();
        services.AddSingleton<ClassifyEndpoint>().AddSingleton<PictureEndpoint>().AddSingleton<ThumbnailCache>();
        services.AddSingleton<PictureFiles>();
        services.AddSingleton<EmbeddingsEndpoint>().AddSingleton<ModelsEndpoint>().AddSingleton<PredictEndpoint>();
        services.AddSingleton<KnnEndpoint>().AddSingleton<StatusEndpoint>().AddSingleton<EventHub>();
        services.AddSingleton<VectorizerEndpoint>().AddSingleton<ResultPages>();
        services.AddSingleton<CollectionAnswers>().AddSingleton<ClusterEndpoint>().AddSingleton<MapEndpoint>();
        services.AddSingleton<DuplicateEndpoint>();
        services.AddSingleton<McpPictureLookup>().AddSingleton<McpViews>().AddSingleton<McpSearch>();
        services.AddSingleton<McpDescription>().AddSingleton<McpTools>().AddSingleton<McpEndpoint>();
        services.AddSingleton<McpStdioServer>();
        services.AddHostedService<LibraryUpdates>();
        services.AddHostedService<WorkerProgress>();
        return services;
    }

    /// <summary>
    /// Maps the endpoints: the page, the search API, and those of OpenAI, Jina, Immich, clip-retrieval and MCP. Each
    /// checks host, origin and key by itself.
    /// </summary>
    /// <param name="routes">The application, or a group of routes with a prefix.</param>
    /// <returns><paramref name="routes"/>.</returns>
    public static IEndpointRouteBuilder MapClip(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ClipRoutes.Map(routes);
        return routes;
    }
}
