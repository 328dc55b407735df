using System.Diagnostics;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// Searches as one types: the model stays loaded, and a search ends as soon as another one begins. Results come as
/// events.
/// </summary>
/// <param name="folders">The folders to search.</param>
/// <param name="search">What searches them; disposed by the caller.</param>
/// <param name="given">The filter of the command line, which applies until another one is written.</param>
/// <param name="post">Takes the events, from any thread.</param>
internal sealed class BrowseSearch(
    IReadOnlyList<IndexSettings> folders, PictureSearch search, PictureFilter? given, Action<BrowseEvent> post)
    : IDisposable
{
    private readonly Lock _turn = new();
    private CancellationTokenSource _running = new();
    private (string Line, string? Folder, PictureFilter? Filter)? _filter;

    /// <summary>Begins a search in the place of the one that runs.</summary>
    public void Start(int version, BrowseQuery query)
    {
        var began = Stopwatch.GetTimestamp();
        CancellationToken token;
        lock (_turn)
        {
            _running.Cancel();
            _running.Dispose();
            _running = new CancellationTokenSource();
            token = _running.Token;
        }
        _ = Task.Run(() => RunAsync(version, query, began, token), CancellationToken.None);
    }

    /// <summary>Loads what the first text needs, so that it need not wait for that.</summary>
    public static Task WarmUp(ClipModel model) => Task.Run(() =>
    {
        try
        {
            model.Text.Encode("warm up");
        }
        catch (Exception error) when (error is ClipException or ObjectDisposedException)
        {
            // The first search says it.
        }
    });

    public void Dispose()
    {
        lock (_turn)
            _running.Cancel();
    }

    private async Task RunAsync(int version, BrowseQuery query, long began, CancellationToken cancellationToken)
    {
        try
        {
            var filter = FilterOf(query);
            var items = query.IsList
                ? List(query, filter)
                : await SearchAsync(query, filter, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                return;
            post(new BrowseEvent.Found(
                version, items, items.Count >= query.Count, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // Another search is more important, or the screen is being left.
        }
        catch (IndexException error) when (error.Fault == IndexFault.Missing)
        {
            post(new BrowseEvent.Failed(version, "there is nothing to search yet"));
        }
        catch (ClipException error)
        {
            post(new BrowseEvent.Failed(version, Plain.OneLine(ErrorText.Of(error))));
        }
    }

    private async Task<List<BrowseItem>> SearchAsync(
        BrowseQuery query, PictureFilter? filter, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(query.Text) ? new Query([]) : Query.FromText(query.Text.Trim());
        var hasFeedback = query.Liked.Count + query.Disliked.Count > 0;
        var request = new SearchRequest(hasFeedback
            ? text.WithFeedback(
                [.. query.Liked.Select(PictureSource.FromFile)], [.. query.Disliked.Select(PictureSource.FromFile)])
            : text)
        {
            TopK = query.Count,
            Rank = RankBy.Fused,
            Filter = filter,
            FoldCopies = true,
            WithFiles = true,
            // Otherwise the pictures would drown the text.
            Balance = hasFeedback,
        };
        var answer = await search.SearchAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. answer.Pictures.Select(static found => Item(
            found.Location, found.Path, found.Score, found.Caption, found.File?.Metadata?.Captured))];
    }

    private List<BrowseItem> List(BrowseQuery query, PictureFilter? filter)
    {
        var request = new ListRequest { TopK = query.Count, Filter = filter, FoldCopies = true };
        var answer = PictureListing.List([.. folders.Select(static folder => folder.Searched)], request);
        return [.. answer.Pictures.Select(static listed => Item(
            listed.Location, listed.File.Path, score: null, listed.Caption, listed.File.Metadata?.Captured))];
    }

    /// <summary>The filter; the same object as before if it has not changed, because the index remembers it.</summary>
    private PictureFilter? FilterOf(BrowseQuery query)
    {
        lock (_turn)
        {
            if (_filter is var (line, folder, known) && line == query.Filter && folder == query.Folder)
                return known;
        }
        var filter = IndexSettings.Within(
            folders, query.Filter.Length > 0 ? FilterLine.Parse(query.Filter) : given);
        if (query.Folder is { Length: > 0 } within)
            filter = (filter ?? new PictureFilter()) with { Folder = within };
        lock (_turn)
            _filter = (query.Filter, query.Folder, filter);
        return filter;
    }

    private static BrowseItem Item(
        IndexLocation location, string path, float? score, string? caption, DateTime? captured)
    {
        var file = location.Full(path);
        var slash = path.LastIndexOf('/');
        return new BrowseItem(
            file, DisplayPath.Of(file), slash < 0 ? "" : path[..slash], score, caption,
            captured is { } date ? ShownDate.Of(date) : null);
    }
}
