using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Collections;

/// <summary>A group of copies, as the command line writes it, with the ids of its pictures.</summary>
internal sealed record DuplicateResult(
    int Group, IReadOnlyList<string> Paths, double Score, bool Exact, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Burst, IReadOnlyList<string> Ids);

/// <summary>All groups of copies.</summary>
/// <param name="Results">Exact copies first, then by falling score.</param>
internal sealed record DuplicateResponse(IReadOnlyList<DuplicateResult> Results);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DuplicateResponse))]
internal sealed partial class DuplicateJson : JsonSerializerContext;

/// <summary><c>GET /api/duplicates</c>: groups of copies, the one to keep first. Changes no file.</summary>
internal sealed class DuplicateEndpoint(Mounts mounts, CollectionAnswers answers)
{
    private const int LongestGap = 86_400;

    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (threshold, gap) = (Threshold(query), Gap(query));
        var scope = await CollectionScope.OfAsync(context, mounts).ConfigureAwait(false);
        var request = new DuplicateRequest { BurstGap = gap, Filter = scope.Filter };
        request = request with { Threshold = threshold ?? request.Threshold };
        await scope.AnswerAsync(
            context, answers, (all, token) => ComputeAsync(all, request, token),
            string.Create(CultureInfo.InvariantCulture, $"duplicates {request.Threshold:R} {gap?.TotalSeconds}"))
            .ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ComputeAsync(
        CollectionScope scope, DuplicateRequest request, CancellationToken cancellationToken)
    {
        var answer = await scope.Search.FindDuplicatesAsync(request, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var results = answer.Groups.Select(group =>
        {
            var files = group.Files.Select(scope.Shown).ToList();
            return new DuplicateResult(
                group.Number, [.. files.Select(static file => file.Path)], group.Score, group.IsExact,
                group.Reason.ToString().ToLowerInvariant(), group.HasBurst, [.. files.Select(static file => file.Id)]);
        });
        return JsonAnswer.Bytes(
            new DuplicateResponse([.. results]), DuplicateJson.Default.DuplicateResponse);
    }

    private static double? Threshold(IQueryCollection query)
    {
        var threshold = query.Number("threshold");
        return threshold is null or (> 0 and <= 1)
            ? threshold
            : throw RequestException.Invalid("threshold", "'threshold' must be above 0 and at most 1.");
    }

    private static TimeSpan? Gap(IQueryCollection query) =>
        query.Integer("bursts", 1, LongestGap) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
