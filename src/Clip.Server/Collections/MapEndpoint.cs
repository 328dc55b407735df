using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Collections;

/// <summary>A picture on a map, as the command line writes it, with its id.</summary>
internal sealed record MapResult(string Path, double X, double Y, string Id)
{
    /// <summary>The number of its group in <see cref="MapResponse.Groups"/>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Group { get; init; }
}

/// <summary>All pictures on a map.</summary>
/// <param name="Results">In the order of their paths.</param>
/// <param name="Method"><c>pca</c>, <c>tsne</c>, <c>umap</c> or <c>axes</c>.</param>
/// <param name="Trustworthiness">Whether neighbors on the map are neighbors; null where that is not measured.</param>
internal sealed record MapResponse(IReadOnlyList<MapResult> Results, string Method, double? Trustworthiness)
{
    /// <summary>The names of the groups, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Groups { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MapResponse))]
internal sealed partial class MapJson : JsonSerializerContext;

/// <summary><c>GET /api/map</c>: positions of all pictures in two dimensions.</summary>
internal sealed class MapEndpoint(Mounts mounts, CollectionAnswers answers)
{
    // t-SNE compares all pictures with each other in every step, UMAP once, and the principal components never.
    private const int UsualTsne = 3_000;
    private const int MostTsne = 10_000;
    private const int MostUmap = 50_000;
    private const int MostPictures = 1_000_000;

    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (x, y) = (Axis(query, "x"), Axis(query, "y"));
        if (x is null != y is null)
            throw RequestException.Invalid(x is null ? "x" : "y", "'x' and 'y' go together: x=day..night&y=city..sea.");
        var method = query["method"].ToString();
        if (x is not null && method.Length > 0)
            throw RequestException.Invalid("method", "'method' does not go with 'x' and 'y', which say what is shown.");
        var withGroups = query["groups"].ToString() switch
        {
            "" or "false" or "0" => false,
            "true" or "1" => true,
            _ => throw RequestException.Invalid("groups", "'groups' must be true or false."),
        };
        var scope = await CollectionScope.OfAsync(context, mounts).ConfigureAwait(false);
        var kind = MethodOf(method, scope.Count(), isAxes: x is not null);
        var request = new MapRequest
        {
            Method = kind,
            Axes = x is not null && y is not null ? (x, y) : null,
            WithGroups = withGroups,
            Filter = scope.Filter,
        };
        var name = x is null ? kind.ToString().ToLowerInvariant() : "axes";
        await scope.AnswerAsync(
            context, answers, (all, token) => ComputeAsync(all, request, name, token),
            "map", name, x?.ToString(), y?.ToString(), withGroups ? "groups" : "").ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ComputeAsync(
        CollectionScope scope, MapRequest request, string method, CancellationToken cancellationToken)
    {
        var answer = await scope.Search.MapAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        var results = answer.Files.Select(file =>
        {
            var (path, id) = scope.Shown(file);
            return new MapResult(path, file.X, file.Y, id) { Group = file.Group < 0 ? null : file.Group };
        });
        var response = new MapResponse([.. results], method, answer.Trustworthiness)
        {
            Groups = request.WithGroups ? answer.Groups : null,
        };
        return JsonAnswer.Bytes(response, MapJson.Default.MapResponse);
    }

    /// <summary>The method that is asked for, or the best one for so many pictures.</summary>
    private static MapMethod MethodOf(string method, long pictures, bool isAxes)
    {
        var (kind, most) = method switch
        {
            _ when isAxes => (MapMethod.Pca, MostPictures),
            "" => pictures switch
            {
                <= UsualTsne => (MapMethod.Tsne, UsualTsne),
                <= MostUmap => (MapMethod.Umap, MostUmap),
                _ => (MapMethod.Pca, MostPictures),
            },
            "tsne" => (MapMethod.Tsne, MostTsne),
            "umap" => (MapMethod.Umap, MostUmap),
            "pca" => (MapMethod.Pca, MostPictures),
            _ => throw RequestException.Invalid("method", $"'method' is '{method}'; give pca, tsne or umap."),
        };
        return pictures <= most
            ? kind
            : throw RequestException.Unusable(
                $"There are {pictures} pictures, and a map of this kind shows at most {most}; choose fewer with 'in', "
                + "'after' or 'before', or another 'method'.");
    }

    private static MapAxis? Axis(IQueryCollection query, string name)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
            return null;
        return MapAxis.Parse(text) ?? throw RequestException.Invalid(
            name, $"'{name}' needs a text on both sides of .., such as day..night.");
    }
}
