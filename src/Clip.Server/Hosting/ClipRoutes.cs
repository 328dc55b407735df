using Clip.Server.ClipRetrieval;
using Clip.Server.Collections;
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
using Clip.Server.Vectorizers;
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

    /// <summary>Maps all endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var guard = services.GetRequiredService<RequestGuard>();
        var mapped = new Dictionary<string, (List<string> Methods, ErrorShape Shape)>();
        MapStatus();
        MapSearch();
        MapPictures();
        MapForeign();
        MapVectorizers();
        // Without a list of methods, for clients may send any word as one, and each has to be checked.
        foreach (var (pattern, (methods, shape)) in mapped)
            routes.Map(pattern, guard.Wrap(Refuse(methods), Access.Open, shape));
        routes.Map("/v1/{**rest}", guard.Wrap(Nothing, Access.Open, ErrorShape.Embeddings));
        routes.Map("/{**rest}", guard.Wrap(Nothing, Access.Open, ErrorShape.Problem));

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
            Map(Get, "/api/clusters", services.GetRequiredService<ClusterEndpoint>().HandleAsync);
            Map(Get, "/api/duplicates", services.GetRequiredService<DuplicateEndpoint>().HandleAsync);
            Map(Get, "/api/map", services.GetRequiredService<MapEndpoint>().HandleAsync);
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
                // The names of models may have slashes, as those of Hugging Face have.
                Map(Get, prefix + "/models/{**id}", models.RetrieveAsync, shape: ErrorShape.Embeddings);
            }
            Map(Get, "/ping", PredictEndpoint.PingAsync, Access.Open);
            Map(Post, "/predict", services.GetRequiredService<PredictEndpoint>().HandleAsync);
            var neighbors = services.GetRequiredService<KnnEndpoint>();
            Map(Post, "/knn-service", neighbors.SearchAsync);
            Map(Get, "/indices-list", neighbors.IndicesAsync);
            Map(Post, "/metadata", neighbors.MetadataAsync);
            Map(Post, "/mcp", services.GetRequiredService<McpEndpoint>().HandleAsync);
        }

        void MapVectorizers()
        {
            var vectorizer = services.GetRequiredService<VectorizerEndpoint>();
            Map(Post, "/api/embed", vectorizer.OllamaEmbedAsync, shape: ErrorShape.Text);
            Map(Post, "/api/embeddings", vectorizer.OllamaEmbeddingsAsync, shape: ErrorShape.Text);
            Map(Get, "/api/tags", vectorizer.OllamaTagsAsync, shape: ErrorShape.Text);
            Map(Post, "/api/show", vectorizer.OllamaShowAsync, shape: ErrorShape.Text);
            Map(Post, "/", vectorizer.InferenceEmbedAsync, shape: ErrorShape.Text);
            Map(Post, "/embed", vectorizer.InferenceEmbedAsync, shape: ErrorShape.Text);
            Map(Post, "/vectorize", vectorizer.WeaviateAsync, shape: ErrorShape.Text);
            Map(Get, "/meta", vectorizer.WeaviateMetaAsync, Access.Open, ErrorShape.Text);
            Map(Get, "/.well-known/ready", VectorizerEndpoint.WeaviateReadyAsync, Access.Open);
            Map(Get, "/.well-known/live", VectorizerEndpoint.WeaviateReadyAsync, Access.Open);
            Map(Get, "/health", StatusEndpoint.HealthAsync, Access.Open);
        }

        void Map(
            string[] methods, string pattern, RequestDelegate endpoint, Access access = Access.Key,
            ErrorShape shape = ErrorShape.Problem)
        {
            if (!mapped.TryGetValue(pattern, out var known))
                mapped[pattern] = known = ([], shape);
            known.Methods.AddRange(methods);
            routes.MapMethods(pattern, methods, guard.Wrap(endpoint, access, shape));
        }

        RequestDelegate Refuse(List<string> methods) => context =>
        {
            context.Response.Headers.Allow = string.Join(", ", methods);
            if (HttpMethods.IsOptions(context.Request.Method))
                return guard.PreflightAsync(context);
            throw new RequestException(
                405, $"{context.Request.Method} is not answered at this address; {string.Join(", ", methods)} is.");
        };
    }

    private static Task Nothing(HttpContext context) => throw RequestException.NotFound(
        "There is nothing at this address; / is the page, and /openapi/v1.json lists the rest.");
}
