using System.Globalization;
using Clip.Server.Answers;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Search;

namespace Clip.Server.Mcp;

/// <summary><c>search_images</c> and <c>find_similar_images</c>.</summary>
internal sealed class McpSearch(Mounts mounts, QueryEncoder encoder, McpPictureLookup lookup, McpViews views)
{
    private const int UsualLimit = 10;
    private const int LargestLimit = 50;
    private const int FewPictures = 4;
    private const int FewEdge = 320;
    private const int LongestCaption = 500;

    // The best answer to a query that fits nothing is as near with this probability: then it says nothing.
    private const double NothingFits = 0.5;

    /// <summary>Searches with a text.</summary>
    public async Task<McpResult> SearchAsync(
        McpArguments arguments, McpLinks links, CancellationToken cancellationToken)
    {
        if (arguments.Text("query") is not { } query || string.IsNullOrWhiteSpace(query))
            throw RequestException.Invalid("query", "'query' is missing: say what the pictures show.");
        var limit = arguments.Integer("limit", 1, LargestLimit, UsualLimit);
        var library = mounts.Library(arguments.Text("library"));
        var (search, filter) = Place(arguments, library);
        var cutoff = Cutoff(arguments);
        await McpPatience.WaitAsync(library, cancellationToken).ConfigureAwait(false);
        var encoded = await encoder.EncodeAsync([new TermSource(1) { Text = query }], library, cancellationToken)
            .ConfigureAwait(false);
        var request = new SearchRequest(encoded)
        {
            TopK = limit,
            Rank = RankBy.Fused,
            Filter = filter,
            FoldCopies = true,
            WithFiles = true,
            Cutoff = cutoff < 1 ? cutoff : null,
        };
        var answer = await search.SearchAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        var isEmpty = cutoff is null
            && await FitsNothingAsync(search, query, request, answer, cancellationToken).ConfigureAwait(false);
        var applied = Applied(arguments, library, limit) with { Query = query, Cutoff = cutoff };
        return await ResultAsync(answer, applied, library, isEmpty, links, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Searches with a picture.</summary>
    public async Task<McpResult> SimilarAsync(
        McpArguments arguments, McpLinks links, CancellationToken cancellationToken)
    {
        var limit = arguments.Integer("limit", 1, LargestLimit, UsualLimit);
        var picture = lookup.Of(arguments);
        var library = mounts.LibraryOf(picture.Folder);
        var (search, filter) = Place(arguments, library);
        await McpPatience.WaitAsync(library, cancellationToken).ConfigureAwait(false);
        var file = picture.FullPath ?? picture.Folder.Folder.Location.Full(picture.Path);
        var source = PictureSource.FromEncodedFile(
            file, await picture.VectorAsync(cancellationToken).ConfigureAwait(false));
        var request = new SimilarRequest(source)
        {
            TopK = limit,
            Filter = filter,
            FoldCopies = true,
            WithFiles = true,
        };
        var answer = await search.SimilarAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        var applied = Applied(arguments, library, limit) with { Picture = picture.Shown };
        return await ResultAsync(answer, applied, library, false, links, cancellationToken).ConfigureAwait(false);
    }

    private static (PictureSearch Search, PictureFilter? Filter) Place(
        McpArguments arguments, MountedLibrary library)
    {
        var folder = arguments.Text("folder");
        try
        {
            var place = library.In(folder);
            return (place.Search, McpFilter.Of(arguments, place.Path));
        }
        catch (RequestException error) when (error.Parameter == "in")
        {
            var names = library.Folders.Count == 1
                ? "such as 2024/summer"
                : $"which begins with one of: {string.Join(", ", library.Folders.Select(static f => f.Label))}";
            throw RequestException.Invalid("folder", $"'folder' must be a folder of the library, {names}.");
        }
    }

    private static double? Cutoff(McpArguments arguments) => arguments.Number("cutoff") switch
    {
        null => null,
        > 0 and <= 1 and var cutoff => cutoff,
        _ => throw RequestException.Invalid("cutoff", "'cutoff' must be above 0 and at most 1."),
    };

    /// <summary>
    /// Whether nothing looks like what is searched: no picture has the words, and the nearest is no nearer than usual.
    /// </summary>
    private static async Task<bool> FitsNothingAsync(
        PictureSearch search, string query, SearchRequest request, SearchAnswer answer,
        CancellationToken cancellationToken)
    {
        if (answer.Pictures.Count == 0 || answer.Pictures.Any(found => McpText.HasWords(found, query)))
            return false;
        var check = request with { TopK = 1, Rank = RankBy.Embedding, Cutoff = NothingFits, WithFiles = false };
        var kept = await search.SearchAsync(check, cancellationToken: cancellationToken).ConfigureAwait(false);
        return kept.Pictures.Count == 0 && kept.BeyondCutoff > 0;
    }

    private async Task<McpResult> ResultAsync(
        SearchAnswer answer, McpApplied applied, MountedLibrary library, bool fitsNothing, McpLinks links,
        CancellationToken cancellationToken)
    {
        fitsNothing |= answer is { Pictures.Count: 0, BeyondCutoff: > 0 };
        var found = fitsNothing
            ? []
            : answer.Pictures.Select(one => (Found: one, Picture: McpPictureLookup.Of(one, library)))
                .Where(static one => one.Picture is not null).ToList();
        var pictures = found.Select(static (one, i) => (i + 1, one.Picture!)).ToList();
        var rows = found.Select(static (one, i) => Row(i + 1, one.Picture!, one.Found)).ToList();
        var data = new McpFound(rows, applied, fitsNothing, Message(answer, applied, library, fitsNothing));
        var result = McpResult.Structured(data, McpJson.Default.McpFound);
        if (pictures.Count is > 0 and <= FewPictures)
        {
            var (blocks, _) = await views.OneByOneAsync(pictures, FewEdge, cancellationToken).ConfigureAwait(false);
            result.With(blocks);
        }
        else if (pictures.Count > FewPictures)
        {
            result.With([await views.SheetAsync(
                [.. pictures.Take(McpViews.MostOnSheet)], cancellationToken).ConfigureAwait(false)]);
        }
        return result.With(links.To(pictures.Select(static one => one.Item2)));
    }

    private static McpRow Row(int number, McpPicture picture, FoundPicture found) => new(
        number, picture.Id, picture.Shown, found.Score, Shortened(found.Caption), found.File?.Width,
        found.File?.Height, ClockTime.Of(found.File?.Metadata?.Captured), found.File?.Metadata?.Camera);

    private static McpApplied Applied(McpArguments arguments, MountedLibrary library, int limit) =>
        new(library.Name, limit)
        {
            Folder = arguments.Text("folder"),
            DateFrom = arguments.Text("date_from"),
            DateTo = arguments.Text("date_to"),
            Camera = arguments.Text("camera"),
            Near = arguments.Text("near"),
        };

    private static string? Message(SearchAnswer answer, McpApplied applied, MountedLibrary library, bool fitsNothing)
    {
        List<string> sentences = [];
        if (fitsNothing)
        {
            var higher = applied.Cutoff is null ? "1" : "a higher one";
            sentences.Add(
                "Nothing here looks like that, most likely. Search with other words, or see the nearest pictures "
                + $"with the argument cutoff: {higher}.");
        }
        else if (answer.Pictures.Count == 0)
        {
            sentences.Add(answer.FilterCounts.Count > 0
                ? McpFilter.Empty(answer.FilterCounts)
                : "The library holds no other pictures.");
        }
        if (answer.Pictures.Count > McpViews.MostOnSheet)
        {
            sentences.Add(string.Create(
                CultureInfo.InvariantCulture, $"The contact sheet shows the first {McpViews.MostOnSheet}."));
        }
        if (library.IsUpdating)
            sentences.Add("The library is being indexed at this moment, so that there may be more later.");
        return sentences.Count == 0 ? null : string.Join(' ', sentences);
    }

    private static string? Shortened(string? caption) =>
        caption is { Length: > LongestCaption } ? caption[..(LongestCaption - 1)] + "…" : caption;
}
