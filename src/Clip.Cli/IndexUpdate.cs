using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Cli;

/// <summary>Brings an index up to date while a progress bar tells how far it is.</summary>
internal static class IndexUpdate
{
    /// <summary>Runs the indexer; each bad file is an error.</summary>
    public static async Task<IndexReport> RunAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        TellOfIndexAbove(location, terminal);
        terminal.Detail($"indexing {location.Root} into {location.Directory} with {model.Name} ({model.Fingerprint})");
        using var progress = new ProgressBar(terminal);
        return await new Indexer(model, location, options)
            .RunAsync(progress, error => terminal.Error(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Brings the index up to date before a search. What an existing index holds is still worth searching where it
    /// cannot be brought up to date now, so that is a warning, not an error. A bad file is told once, not at every search.
    /// </summary>
    /// <exception cref="FolderException">The folder is missing or holds no pictures.</exception>
    public static async Task BeforeSearchAsync(
        ClipModel model, IndexLocation location, IndexerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        TellOfIndexAbove(location, terminal);
        try
        {
            using var progress = new ProgressBar(terminal);
            var report = await new Indexer(model, location, options with { RepeatErrors = false, Compact = CompactionChoice.Never })
                .RunAsync(progress, error => terminal.Warn(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
            terminal.Detail($"index of {location.Root}: {report.Added} added, {report.Updated} updated, {report.Moved} moved, {report.Removed} removed, {report.Skipped} unchanged, {report.Failed} failed in {report.Elapsed.TotalMilliseconds:0} ms");
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

    /// <summary>The options that lead another call of the program to the same index.</summary>
    public static string Options(IndexLocation location) => location.IsInsideRoot
        ? $"--in {DisplayPath.Of(location.Root)}"
        : $"--in {DisplayPath.Of(location.Root)} --index-dir {DisplayPath.Of(location.Directory)}";

    /// <summary>Says that an answer lacks what is damaged on disk.</summary>
    public static void TellOfDamage(PictureIndex index, IndexLocation location, Terminal terminal)
    {
        if (index.DamagedFound > 0)
            terminal.Warn($"{DisplayPath.Of(location.Directory)}: damaged vectors, {index.DamagedFound} of those that were met, are left out; make them anew with: clipsearch index --repair {Options(location)}");
    }

    /// <summary>A folder inside one that is indexed gets an index of its own; somebody may have meant the other.</summary>
    private static void TellOfIndexAbove(IndexLocation location, Terminal terminal)
    {
        if (PictureIndex.Exists(location) || !location.IsInsideRoot)
            return;
        for (var folder = Path.GetDirectoryName(location.Root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!PictureIndex.Exists(IndexLocation.For(folder)))
                continue;
            terminal.Warn($"{location.Root}: gets an index of its own, though {folder} above it has one; to use that: --in {folder}");
            return;
        }
    }

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
