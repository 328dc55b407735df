namespace Clip;

/// <summary>Loading ahead of the first use.</summary>
public sealed partial class ClipModel
{
    /// <summary>
    /// Loads what the first text and the first picture would otherwise wait for: tokenizer, graphs and the memory that
    /// a run takes. Call it when an application starts.
    /// </summary>
    /// <param name="towers">Which towers to warm up; one that the model lacks is left out.</param>
    /// <param name="cancellationToken">Stops between the towers and inside a run.</param>
    /// <returns>A task on the thread pool.</returns>
    /// <exception cref="ClipException">A tower cannot be loaded or run.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Task WarmUpAsync(ClipTowers towers = ClipTowers.All, CancellationToken cancellationToken = default)
    {
        if ((towers & ~ClipTowers.All) != 0)
            throw new ArgumentOutOfRangeException(nameof(towers), towers, "names no tower");
        return Task.Run(WarmUp, cancellationToken);

        void WarmUp()
        {
            if (towers.HasFlag(ClipTowers.Text) && TextGraph is not null)
                Text.Encode("a picture", cancellationToken);
            if (towers.HasFlag(ClipTowers.Image) && ImageGraph is not null)
                Image.EncodePixels([255, 255, 255], 1, 1, cancellationToken: cancellationToken);
        }
    }
}
