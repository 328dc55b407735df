namespace Clip;

/// <summary>Follows a request while it runs.</summary>
public sealed record SearchObserver
{
    /// <summary>
    /// Called for every notice as soon as it is known, on any thread, never twice at a time for one request. If the
    /// request updates the index, <see cref="SearchNotice.IndexUpdated"/> or <see cref="SearchNotice.IndexNotUpdated"/>
    /// ends the update.
    /// </summary>
    public Action<SearchNotice>? OnNotice { get; init; }

    /// <summary>Receives the progress of an update of the index, from several threads.</summary>
    public IProgress<IndexProgress>? Progress { get; init; }
}
