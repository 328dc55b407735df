using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary>A group of like pictures, as the command line writes it.</summary>
internal sealed record ClusterResult(int Cluster, string Name, int Size, IReadOnlyList<string> Paths);

/// <summary>All groups.</summary>
internal sealed record ClusterResponse(IReadOnlyList<ClusterResult> Results);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClusterResponse))]
internal sealed partial class ClusterJson : JsonSerializerContext;

/// <summary>
/// <c>GET /api/clusters</c>: groups of like pictures, one request at a time, because each keeps all cores busy.
/// </summary>
internal sealed class ClusterEndpoint(Mounts mounts) : IDisposable
{
    private const int MostGroups = 1000;
    private const int MostWaiting = 8;

    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;

    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var library = mounts.Library(query["library"]);
        int? groups = null;
        if (query["k"].ToString() is { Length: > 0 } text)
        {
            groups = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is >= 1 and <= MostGroups
                ? count
                : throw RequestException.Invalid("k", $"'k' must be from 1 to {MostGroups}.");
        }
        var place = library.In(query["in"]);
        var command = new SearchCommand { After = query["after"], Before = query["before"] };
        var request = new ClusterRequest { Groups = groups, Filter = SearchFilter.Of(command, place.Path) };
        await library.WaitForFirstUpdateAsync(context.RequestAborted).ConfigureAwait(false);
        var answer = await RunAsync(place.Search, request, context.RequestAborted).ConfigureAwait(false);
        var results = answer.Clusters.Select(cluster => new ClusterResult(
            cluster.Number, cluster.Name, cluster.Files.Count,
            [
                .. cluster.Files.Select(file =>
                    library.FolderOf(file.Location, file.Path).Shown(file.Path)),
            ])).ToList();
        await JsonAnswer.WriteAsync(context, new ClusterResponse(results), ClusterJson.Default.ClusterResponse)
            .ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ClusterAnswer> RunAsync(
        PictureSearch search, ClusterRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw RequestException.Busy(retryAfter: 10);
        }
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await search.ClusterAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
