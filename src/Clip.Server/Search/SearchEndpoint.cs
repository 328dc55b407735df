using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary><c>GET</c> and <c>POST /api/search</c>, and what other endpoints search with.</summary>
internal sealed class SearchEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, QueryEncoder encoder)
{
    private const int DeepestPage = 10_000;

    public async Task GetAsync(HttpContext context) =>
        await AnswerAsync(context, SearchCommand.Of(context.Request.Query)).ConfigureAwait(false);

    public async Task PostAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var command = Form.IsForm(context.Request)
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
        var offset = Offset(command.PageToken);
        var rank = command.RankBy;
        var place = library.In(command.In);
        var filter = SearchFilter.Of(command, place.Path);
        await library.WaitForFirstUpdateAsync(cancellationToken).ConfigureAwait(false);
        List<PictureResult> found;
        if (command.Terms.Count == 0)
        {
            var list = new ListRequest { TopK = offset + top + 1, Filter = filter };
            var listed = await Task.Run(() => PictureListing.List(place.Folders, list), cancellationToken)
                .ConfigureAwait(false);
            found = [.. listed.Pictures.Select(picture => PictureResult.Of(picture, library, pathBase))];
        }
        else
        {
            var query = await encoder.EncodeAsync(command.Terms, library, cancellationToken).ConfigureAwait(false);
            var request = new SearchRequest(query)
            {
                TopK = offset + top + 1,
                Rank = rank,
                MinScore = (float?)command.MinScore,
                Filter = filter,
                FoldCopies = true,
                WithFiles = true,
            };
            var answer = await place.Search.SearchAsync(request, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            found = [.. answer.Pictures.Select(picture => PictureResult.Of(picture, library, pathBase))];
        }
        var page = found.Skip(offset).Take(top).ToList();
        var next = found.Count > offset + top && offset + top <= DeepestPage ? Token(offset + top) : null;
        return new SearchResponse(
            page, Applied(command, library, top, rank), next, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task AnswerAsync(HttpContext context, SearchCommand command)
    {
        var answer = await SearchAsync(command, context.Request.PathBase, context.RequestAborted)
            .ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, answer, SearchJson.Default.SearchResponse).ConfigureAwait(false);
    }

    private static AppliedOptions Applied(SearchCommand command, MountedLibrary library, int top, RankBy rank) => new(
        command.Query, library.Name, top, rank.ToString().ToLowerInvariant(), command.In, command.After,
        command.Before, command.Near, command.Cameras, command.MinScore);

    private static string Token(int offset) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture)));

    private static int Offset(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        Span<byte> text = stackalloc byte[16];
        return token.Length <= 16 && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, text, out var length)
            && int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && offset <= DeepestPage
            ? offset
            : throw RequestException.Invalid("page_token", "'page_token' is none that this server gave.");
    }
}
