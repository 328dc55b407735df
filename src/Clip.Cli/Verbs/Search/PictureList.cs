using Clip.Catalog;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Searching;

namespace Clip.Cli.Verbs.Search;

/// <summary><c>search</c> without a query: lists the pictures that the filter options select.</summary>
internal static class PictureList
{
    public static async Task<int> RunAsync(
        SearchSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (results, location) = (settings.Results, settings.Index.Location);
        if (results.MinScore is not null)
            throw new ClipException("--min-score", "needs a query, which gives pictures their scores", "give a text");
        // Only new pictures need a model.
        if (settings.Index.Update is { } update)
        {
            using var model = ModelInput.Load(settings.Model);
            using var search = new PictureSearch(model, location);
            using var reporter = new SearchReporter(terminal, location);
            await search.UpdateAsync(update, reporter.Observer, cancellationToken).ConfigureAwait(false);
        }
        var request = new ListRequest
        {
            TopK = results.TopK,
            Order = results.Order?.Files ?? PictureOrder.NewestFirst,
            Filter = settings.Filter,
            FoldCopies = results.FoldCopies,
        };
        var answer = await Task.Run(() => PictureListing.List([location], request), cancellationToken)
            .ConfigureAwait(false);
        new PicturePrinter(terminal, [location], results, settings.Filter).Write(answer);
        return answer.Pictures.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
