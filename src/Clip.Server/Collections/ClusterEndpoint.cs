using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Collections;

/// <summary>A group of like pictures, as the command line writes it, with the ids of its pictures.</summary>
internal sealed record ClusterResult(
    int Cluster, string Name, int Size, IReadOnlyList<string> Paths, IReadOnlyList<string> Ids);

/// <summary>All groups.</summary>
/// <param name="Results">The largest first.</param>
/// <param name="Outliers">How many pictures are in no group.</param>
internal sealed record ClusterResponse(IReadOnlyList<ClusterResult> Results, int Outliers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClusterResponse))]
internal sealed partial class ClusterJson : JsonSerializerContext;

/// <summary><c>GET /api/clusters</c>: groups of like pictures.</summary>
internal sealed class ClusterEndpoint(Mounts mounts, CollectionAnswers answers)
{
    private const int MostGroups = 1000;

    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var groups = query.Integer("k", 1, MostGroups);
        var size = query.Integer("at_least", 2, MostGroups);
        var samples = query.Integer("min_samples", 1, MostGroups);
        if (groups is not null && (size ?? samples) is not null)
        {
            throw RequestException.Invalid(
                size is null ? "min_samples" : "at_least",
                $"'{(size is null ? "min_samples" : "at_least")}' finds how many groups there are, so it does not go "
                + "with 'k'.");
        }
        var scope = await CollectionScope.OfAsync(context, mounts).ConfigureAwait(false);
        var request = new ClusterRequest { Groups = groups, Filter = scope.Filter };
        request = request with
        {
            MinGroupSize = size ?? request.MinGroupSize,
            MinSamples = samples ?? request.MinSamples,
        };
        await scope.AnswerAsync(
            context, answers, (all, token) => ComputeAsync(all, request, token),
            string.Create(
                CultureInfo.InvariantCulture, $"clusters {groups} {request.MinGroupSize} {request.MinSamples}"))
            .ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ComputeAsync(
        CollectionScope scope, ClusterRequest request, CancellationToken cancellationToken)
    {
        var answer = await scope.Search.ClusterAsync(request, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var results = answer.Clusters.Select(cluster =>
        {
            var files = cluster.Files.Select(scope.Shown).ToList();
            return new ClusterResult(
                cluster.Number, cluster.Name, files.Count, [.. files.Select(static file => file.Path)],
                [.. files.Select(static file => file.Id)]);
        });
        return JsonAnswer.Bytes(
            new ClusterResponse([.. results], answer.Outliers.Count), ClusterJson.Default.ClusterResponse);
    }
}
