using System.Diagnostics;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// Searches as one types: the model stays loaded, and a search ends as soon as another one begins. Results come as
/// events: first what is nearest to the text, which is found at once in an index of any size, and where one pauses the
/// order in which words count too.
/// </summary>
/// <param name="model">The model of the indexes.</param>
/// <param name="folders">The folders to search.</param>
/// <param name="search">What searches them; disposed by the caller.</param>
/// <param name="given">The filter of the command line, which applies until another one is written.</param>
/// <param name="post">Takes the events, from any thread.</param>
internal sealed class BrowseSearch(
    ClipModel model, IReadOnlyList<IndexSettings> folders, PictureSearch search, PictureFilter? given,
    Action<BrowseEvent> post)
    : IDisposable
{
    // Longer than between two keys of who types, shorter than a look at the pictures.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _turn = new();
    private CancellationTokenSource _running = new();
    private Task _ends = Task.CompletedTask;
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
        var run = Task.Run(() => RunAsync(version, query, began, token), CancellationToken.None);
        lock (_turn)
            _ends = Task.WhenAll(_ends, run);
    }

    /// <summary>Loads what the first text needs, so that it need not wait for that.</summary>
    public Task WarmUp() => Task.Run(() =>
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

    /// <summary>Ends the search that runs, and waits until nothing uses the model and the index any more.</summary>
    public void Dispose()
    {
        Task ends;
        lock (_turn)
        {
            _running.Cancel();
            ends = _ends;
        }
        ends.GetAwaiter().GetResult();
        _running.Dispose();
    }

    private async Task RunAsync(int version, BrowseQuery query, long began, CancellationToken cancellationToken)
    {
        try
        {
            var filter = FilterOf(query);
            if (query.IsList)
            {
                Post(List(query, filter));
                return;
            }
            var terms = QueryOf(query, cancellationToken);
            var nearest = await SearchAsync(terms, RankBy.Embedding, query, filter, cancellationToken)
                .ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(began);
            Post(nearest);
            if (string.IsNullOrWhiteSpace(query.Text))
                return;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            var fused = await SearchAsync(terms, RankBy.Fused, query, filter, cancellationToken)
                .ConfigureAwait(false);
            if (!fused.SequenceEqual(nearest))
                Post(fused, elapsed);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // Another search is more important, or the screen is being left.
        }
        catch (IndexException error) when (error.Fault == IndexFault.Missing)
        {
            post(new BrowseEvent.Failed(version, BrowseMachine.NothingYet));
        }
        catch (ClipException error)
        {
            post(new BrowseEvent.Failed(version, Plain.OneLine(ErrorText.Of(error))));
        }

        void Post(List<BrowseItem> items, TimeSpan? elapsed = null)
        {
            if (cancellationToken.IsCancellationRequested)
                return;
            var time = elapsed ?? Stopwatch.GetElapsedTime(began);
            post(new BrowseEvent.Found(version, items, items.Count >= query.Count, time.TotalMilliseconds));
        }
    }

    /// <summary>The terms; the text is encoded here, once for both orders.</summary>
    private Query QueryOf(BrowseQuery query, CancellationToken cancellationToken)
    {
        var text = query.Text.Trim();
        var terms = new Query(text.Length == 0
            ? []
            : [QueryTerm.Text(text, model.Text.Encode(text, cancellationToken))]);
        return query.HasFeedback
            ? terms.WithFeedback(
                [.. query.Liked.Select(PictureSource.FromFile)], [.. query.Disliked.Select(PictureSource.FromFile)])
            : terms;
    }

    private async Task<List<BrowseItem>> SearchAsync(
        Query terms, RankBy rank, BrowseQuery query, PictureFilter? filter, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(terms)
        {
            TopK = query.Count,
            Rank = rank,
            Filter = filter,
            FoldCopies = true,
            WithFiles = true,
            // Otherwise the pictures would drown the text.
            Balance = query.HasFeedback,
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
