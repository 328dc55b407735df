using Clip.Server.ClipRetrieval;
using Clip.Server.Events;
using Clip.Server.Immich;
using Clip.Server.Mcp;
using Clip.Server.OpenAi;
using Clip.Server.Page;
using Clip.Server.Pictures;
using Clip.Server.Problems;
using Clip.Server.Search;
using Clip.Server.Security;
using Clip.Server.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Clip.Server.Hosting;

/// <summary>All addresses and the endpoints that answer them.</summary>
internal static class ClipRoutes
{
    private static readonly string[] Get = ["GET", "HEAD"];
    private static readonly string[] Post = ["POST"];
    private static readonly string[] Any =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    /// <summary>Maps all endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var guard = services.GetRequiredService<RequestGuard>();
        MapStatus();
        MapSearch();
        MapPictures();
        MapForeign();
        Map(Any, "/{**rest}", Nothing, Access.Open);

        void MapStatus()
        {
            var status = services.GetRequiredService<StatusEndpoint>();
            Map(Get, "/healthz", StatusEndpoint.HealthAsync, Access.Open);
            Map(Get, "/readyz", status.ReadyAsync, Access.Open);
            Map(Get, "/metrics", status.MetricsAsync);
            Map(Get, "/openapi/v1.json", StatusEndpoint.DescriptionAsync, Access.Open);
            Map(Get, "/api/status", status.StatusAsync);
            Map(Get, "/api/events", services.GetRequiredService<EventHub>().HandleAsync);
            Map(Get, "/", WebPage.HandleAsync, Access.Open);
            Map(Get, "/page/{file}", WebPage.HandleAsync, Access.Open);
        }

        void MapSearch()
        {
            var search = services.GetRequiredService<SearchEndpoint>();
            Map(Get, "/api/search", search.GetAsync);
            Map(Post, "/api/search", search.PostAsync);
            Map(Post, "/api/caption", services.GetRequiredService<CaptionEndpoint>().HandleAsync);
            Map(Post, "/api/classify", services.GetRequiredService<ClassifyEndpoint>().HandleAsync);
            Map(Post, "/api/compare", services.GetRequiredService<CompareEndpoint>().HandleAsync);
        }

        void MapPictures()
        {
            var pictures = services.GetRequiredService<PictureEndpoint>();
            Map(Get, "/api/pictures/{id}", pictures.FactsAsync);
            Map(Get, "/api/pictures/{id}/thumbnail", pictures.ThumbnailAsync);
            Map(Get, "/api/pictures/{id}/original", pictures.OriginalAsync);
            Map(Get, "/api/pictures/{id}/similar", pictures.SimilarAsync);
        }

        void MapForeign()
        {
            var embeddings = services.GetRequiredService<EmbeddingsEndpoint>();
            var models = services.GetRequiredService<ModelsEndpoint>();
            foreach (var prefix in (string[])["/v1", ""])
            {
                Map(Post, prefix + "/embeddings", embeddings.HandleAsync, shape: ErrorShape.Embeddings);
                Map(Get, prefix + "/models", models.ListAsync, shape: ErrorShape.Embeddings);
                Map(Get, prefix + "/models/{id}", models.RetrieveAsync, shape: ErrorShape.Embeddings);
            }
            Map(Get, "/ping", PredictEndpoint.PingAsync, Access.Open);
            Map(Post, "/predict", services.GetRequiredService<PredictEndpoint>().HandleAsync);
            var neighbors = services.GetRequiredService<KnnEndpoint>();
            Map(Post, "/knn-service", neighbors.SearchAsync);
            Map(Get, "/indices-list", neighbors.IndicesAsync);
            Map(Post, "/metadata", neighbors.MetadataAsync);
            Map(Post, "/mcp", services.GetRequiredService<McpEndpoint>().HandleAsync);
        }

        void Map(
            string[] methods, string pattern, RequestDelegate endpoint, Access access = Access.Key,
            ErrorShape shape = ErrorShape.Problem) =>
            routes.MapMethods(pattern, methods, guard.Wrap(endpoint, access, shape));

        Task Nothing(HttpContext context)
        {
            if (HttpMethods.IsOptions(context.Request.Method))
                return guard.PreflightAsync(context);
            var isKnown = PathIsMapped(context);
            throw isKnown
                ? new RequestException(405, $"{context.Request.Method} is not answered at this address.")
                : RequestException.NotFound("There is nothing at this address; / is the page, /openapi/v1.json lists the rest.");
        }
    }

    private static readonly string[] PostOnly =
    [
        "/mcp", "/predict", "/knn-service", "/metadata", "/embeddings", "/v1/embeddings", "/api/caption",
        "/api/classify", "/api/compare",
    ];

    private static bool PathIsMapped(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return PostOnly.Contains(path) || !HttpMethods.IsGet(context.Request.Method);
    }
}
