namespace Clip.Models;

/// <summary>A tower that is being opened by another thread, while this one prepares what it is to encode.</summary>
/// <param name="open">Opens the tower; null where it cannot be opened.</param>
internal sealed class SessionAhead(Func<EncoderSession?> open) : IDisposable
{
    // A thread of its own: decoding takes those of the pool.
    private readonly Task<EncoderSession?> _opened = Task.Factory.StartNew(
        open, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The tower, which this owns; waits for it.</summary>
    public EncoderSession? Value => _opened.GetAwaiter().GetResult();

    /// <summary>Waits until the tower is open, and closes it.</summary>
    public void Dispose()
    {
        try
        {
            Value?.Dispose();
        }
        catch (Exception) when (_opened.IsFaulted)
        {
            // Whoever asked for the tower knows; nobody else needs it any more.
        }
    }
}
