namespace Clip;

/// <summary>What to do while another writer is at work on an index.</summary>
/// <param name="AtMost">
/// How long to wait for it to finish before giving up; <see cref="TimeSpan.MaxValue"/> for no limit.
/// </param>
/// <param name="OnHeld">Called with the current writer when the wait begins, and again when that changes.</param>
public sealed record WriterWait(TimeSpan AtMost, Action<string>? OnHeld = null)
{
    /// <summary>Gives up at once.</summary>
    public static WriterWait None { get; } = new(TimeSpan.Zero);
}
