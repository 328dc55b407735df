using Clip.Watching;

namespace Clip;

/// <summary>
/// Keeps an index up to date with its folder: new, changed, moved and deleted pictures are stored within two seconds,
/// as far as the system reports changes and the model keeps pace. The model stays loaded, and the index is locked only
/// while something is stored, so that other programs can write it in between.
/// </summary>
/// <remarks>
/// <para>A file that is still being written is left until it has rested for a moment and no program has it open for
/// writing. What a run of the <see cref="Indexer"/> leaves out, a watch leaves out too.</para>
/// <para>A picture that is moved to another watched folder is not encoded again there if the options name that index
/// among the <see cref="IndexerOptions.Neighbors"/>.</para>
/// <para>A picture that somebody deletes is removed, and so are those of a folder that somebody deletes or moves away.
/// A drive that is taken away is no deletion: its pictures stay in the index, and the watch goes on when it is back.
/// Where the system loses changes, or cannot report them, the whole folder is looked through.</para>
/// <para>What another program has stored first, such as a search that updates the index, is not reported.</para>
/// </remarks>
/// <param name="model">The model whose vectors the index holds; the caller disposes of it.</param>
/// <param name="location">The folder and its index.</param>
/// <param name="options">How to watch.</param>
/// <example><code>
/// var watch = new PictureWatch(model, IndexLocation.For("gallery"));
/// await watch.RunAsync(new WatchObserver { OnChange = change => Console.WriteLine(change) }, stop);
/// </code></example>
public sealed class PictureWatch(ClipModel model, IndexLocation location, PictureWatchOptions? options = null)
{
    /// <summary>Brings the index up to date, and keeps it so until it is canceled.</summary>
    /// <param name="observer">Follows the watch.</param>
    /// <param name="cancellationToken">Ends the watch; what was reported is stored.</param>
    /// <exception cref="OperationCanceledException">The watch was canceled; there is no other end.</exception>
    /// <exception cref="IndexException">
    /// The index cannot be read or written at the start, or holds another model's vectors.
    /// </exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="FolderException">
    /// A path of the options cannot be used. A folder that is missing is waited for.
    /// </exception>
    public Task RunAsync(WatchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(location);
        var chosen = options?.Clone() ?? new PictureWatchOptions();
        return Task.Run(
            async () =>
            {
                using var run = new WatchRun(model, location, chosen, observer ?? new WatchObserver());
                await run.RunAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }
}
