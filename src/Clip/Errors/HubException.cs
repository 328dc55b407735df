namespace Clip;

/// <summary>
/// A model cannot be listed, downloaded or found among the downloads: the hub refuses it, the network or the disk fails,
/// or what was sent is not what the hub promised.
/// </summary>
public sealed class HubException : ClipException
{
    /// <inheritdoc/>
    public HubException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Whether the same request may well succeed in a moment.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether the server has fewer bytes than were asked to be skipped (status 416).</summary>
    internal bool IsBeyondEnd { get; init; }

    /// <summary>How long the server asks to be left alone; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
