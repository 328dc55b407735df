using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Cli;

/// <summary>Brings an index up to date while a progress bar tells how far it is.</summary>
internal static class IndexUpdate
{
    /// <summary>Runs the indexer.</summary>
    public static async Task<IndexReport> RunAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(terminal);
        return await new Indexer(model, location, options)
            .RunAsync(progress, error => terminal.Error(error.Message), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Brings the index up to date before a search. What an existing index holds is still worth searching where it
    /// cannot be written now, so that is a warning, not an error.
    /// </summary>
    public static async Task BeforeSearchAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            using var progress = new ProgressBar(terminal);
            var report = await new Indexer(model, location, options).RunAsync(
                progress,
                error =>
                {
                    failures++;
                    terminal.Detail(error.Message);
                },
                cancellationToken).ConfigureAwait(false);
            terminal.Detail($"index: {report.Added} added, {report.Updated} updated, {report.Moved} moved, {report.Removed} removed, {report.Skipped} unchanged");
        }
        catch (IndexException error) when (CanBeSearched(location, model))
        {
            terminal.Warn($"{error.Message} (searching what the index holds)");
        }
        if (failures > 0)
            terminal.Warn($"{location.Root}: {failures} {(failures == 1 ? "file" : "files")} could not be read; 'clipsearch index' names them");
    }

    /// <summary>Opens the index for a search.</summary>
    /// <exception cref="IndexException">There is none, or it holds another model's vectors.</exception>
    public static PictureIndex OpenRead(IndexLocation location, ClipModel model) =>
        PictureIndex.OpenRead(location, new IndexModel(model.Name, model.Fingerprint, model.Dimension, "fast"));

    private static bool CanBeSearched(IndexLocation location, ClipModel model)
    {
        try
        {
            OpenRead(location, model).Dispose();
            return true;
        }
        catch (IndexException)
        {
            return false;
        }
    }
}
