using Clip.Catalog;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Cli.Indexes;

/// <summary>Brings an index up to date while the status line shows how far it is.</summary>
internal static class IndexUpdate
{
    /// <summary>Runs the indexer; each bad file is an error.</summary>
    public static async Task<IndexReport> RunAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Terminal terminal,
        CancellationToken cancellationToken)
    {
        IndexNotices.WarnAboutIndexAbove(location, terminal);
        terminal.Detail($"indexing {location.Root} into {location.Directory} with {model.Name} ({model.Fingerprint})");
        using var progress = new IndexProgressLine(terminal);
        return await new Indexer(model, location, options)
            .RunAsync(progress, error => terminal.Error(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Brings the index up to date before a search, where the settings ask for it. An existing index that cannot be
    /// brought up to date now is still worth searching, so that is a warning, not an error. A bad file is reported once,
    /// not by every search.
    /// </summary>
    /// <exception cref="FolderException">The folder is missing or holds no pictures.</exception>
    public static async Task BeforeSearchAsync(
        ClipModel model, IndexSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Update is null)
            return;
        var location = settings.Location;
        IndexNotices.WarnAboutIndexAbove(location, terminal);
        try
        {
            var options = settings.Update with { RepeatErrors = false, Compact = CompactionChoice.Never };
            using var progress = new IndexProgressLine(terminal);
            var report = await new Indexer(model, location, options)
                .RunAsync(progress, error => terminal.Warn(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
            terminal.Detail(
                $"index of {location.Root}: {report.Added} added, {report.Updated} updated, {report.Moved} moved, "
                + $"{report.Removed} removed, {report.Skipped} unchanged, {report.Failed} failed "
                + $"in {report.Elapsed.TotalMilliseconds:0} ms");
            if (report.Seen == 0 && !PictureIndex.Exists(location))
                throw FolderException.NoPictures(location.Root);
        }
        catch (ClipException error) when (error is IndexException or FolderException && CanBeSearched(location, model))
        {
            terminal.Warn($"{ErrorText.Of(error)}; searching what the index holds");
        }
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
