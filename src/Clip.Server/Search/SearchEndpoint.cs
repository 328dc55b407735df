using System.Diagnostics;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary><c>GET</c> and <c>POST /api/search</c>, and what other endpoints search with.</summary>
internal sealed class SearchEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, QueryEncoder encoder, ResultPages pages)
{
    public async Task GetAsync(HttpContext context) =>
        await AnswerAsync(context, SearchCommand.Of(context.Request.Query)).ConfigureAwait(false);

    public async Task PostAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var command = Form.IsForm(context.Request, body)
            ? SearchCommand.Of(Form.Parse(context.Request, body))
            : SearchCommand.Of(JsonBody.ParseObject(body));
        await AnswerAsync(context, command).ConfigureAwait(false);
    }

    /// <summary>Searches.</summary>
    /// <param name="command">What for.</param>
    /// <param name="pathBase">What the addresses of this server begin with.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="RequestException">The command is not valid.</exception>
    public async Task<SearchResponse> SearchAsync(
        SearchCommand command, string pathBase, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var library = mounts.Library(command.Library);
        var top = command.Top ?? SearchCommand.DefaultTop;
        if (top < 1 || top > options.MaxResults)
            throw RequestException.Invalid("top", $"'top' must be from 1 to {options.MaxResults}.");
        var rank = command.Terms.Count == 0 ? RankBy.Embedding : command.RankBy;
        var place = library.In(command.In);
        var filter = SearchFilter.Of(command, place.Path);
        await library.WaitForFirstUpdateAsync(cancellationToken).ConfigureAwait(false);
        var identity = command.Identity;
        var start = pages.Find(command.PageToken, identity);
        var find = await FinderAsync(command, library, place.Search, place.Folders, filter, cancellationToken)
            .ConfigureAwait(false);
        // Pictures that came meanwhile and belong to pages before this one are passed over.
        IReadOnlyList<Candidate> ranking;
        string? notice;
        List<Candidate> rest;
        var count = start.Offset + top + 1;
        while (true)
        {
            (ranking, notice) = await find(count).ConfigureAwait(false);
            rest = start.Rest(ranking, rank);
            if (rest.Count > top || ranking.Count < count || count > 2 * ResultPages.Deepest)
                break;
            count *= 2;
        }
        List<Candidate> page = [.. rest.Take(top)];
        string? next = null;
        if (rest.Count > top && start.Offset + top <= ResultPages.Deepest)
        {
            var before = start.Shown ?? [.. ranking.Take(start.Offset).Select(static picture => picture.Key)];
            next = pages.Next(command.PageToken, identity, before, page);
        }
        var results = page.ConvertAll(picture => picture.ToResult(pathBase));
        return new SearchResponse(
            results, Applied(command, library, top, rank), next, Stopwatch.GetElapsedTime(began).TotalMilliseconds)
        {
            Notices = results.Count == 0 && notice is not null ? [notice] : null,
        };
    }

    /// <summary>What finds the first so many pictures of a search.</summary>
    private async Task<Func<int, Task<(IReadOnlyList<Candidate> Ranking, string? Notice)>>> FinderAsync(
        SearchCommand command, MountedLibrary library, PictureSearch search, IReadOnlyList<SearchedFolder> folders,
        PictureFilter? filter, CancellationToken cancellationToken)
    {
        if (command.Terms.Count == 0)
        {
            return async count =>
            {
                var list = new ListRequest { TopK = count, Filter = filter, WithCaptions = false };
                var listed = await Task.Run(() => PictureListing.List(folders, list), cancellationToken)
                    .ConfigureAwait(false);
                return ([.. listed.Pictures.Select(picture => Candidate.Of(picture, library))], null);
            };
        }
        var query = await encoder.EncodeAsync(command.Terms, library, cancellationToken).ConfigureAwait(false);
        return async count =>
        {
            var request = new SearchRequest(query)
            {
                TopK = count,
                Rank = command.RankBy,
                MinScore = (float?)command.MinScore,
                Cutoff = command.Cutoff,
                Filter = filter,
                FoldCopies = true,
            };
            var answer = await search.SearchAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            return ([.. answer.Pictures.Select(picture => Candidate.Of(picture, library))], NoticeOf(answer));
        };
    }

    private static string? NoticeOf(SearchAnswer answer) => answer switch
    {
        { BeyondCutoff: > 0 } => "Nothing here looks like that; a higher 'cutoff' shows what comes nearest.",
        { BelowMinimum: > 0 } => "No picture scores 'min_score'; a lower one shows what comes nearest.",
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context, SearchCommand command)
    {
        var answer = await SearchAsync(command, context.Request.PathBase, context.RequestAborted)
            .ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, answer, SearchJson.Default.SearchResponse).ConfigureAwait(false);
    }

    private static AppliedOptions Applied(SearchCommand command, MountedLibrary library, int top, RankBy rank) => new(
        command.Query, library.Name, top, rank.ToString().ToLowerInvariant(), command.In, command.After,
        command.Before, command.Near, command.Cameras, command.Terms.Count == 0 ? null : command.MinScore,
        command.Terms.Count == 0 ? null : command.Cutoff);
}
