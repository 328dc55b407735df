using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Search;

/// <summary><c>search</c> without a query: lists the pictures that the filter options select.</summary>
internal static class PictureList
{
    public static async Task<int> RunAsync(
        SearchSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var results = settings.Results;
        // Only new pictures need a model.
        using var model = settings.Folders.Any(static folder => folder.Update is not null)
            ? FolderSearch.LoadModel(settings.Folders, settings.Model)
            : null;
        var folders = await FolderSearch.UpdateAsync(
            settings.Folders, model, settings.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new ListRequest
        {
            TopK = results.TopK,
            Order = results.Order?.Files ?? PictureOrder.NewestFirst,
            Filter = IndexSettings.Within(settings.Folders, settings.Filter),
            FoldCopies = results.FoldCopies,
        };
        var answer = await Task.Run(() => PictureListing.List(
            [.. folders.Select(static folder => folder.Searched)], request), cancellationToken)
            .ConfigureAwait(false);
        var printer = new PicturePrinter(terminal, folders, results, settings.Filter) { Title = "Pictures" };
        printer.Write(answer, cancellationToken);
        var isFound = await printer.FinishAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Of(isFound, printer.HasFailed);
    }
}
