namespace Clip;

/// <summary>Follows a <see cref="PictureWatch"/>. Calls come from any thread.</summary>
public sealed record WatchObserver
{
    /// <summary>Called once, when the first run has brought the index up to date.</summary>
    public Action<IndexReport>? OnStarted { get; init; }

    /// <summary>Called with each change after the first run, once it is stored; never twice at a time.</summary>
    public Action<IndexChange>? OnChange { get; init; }

    /// <summary>Called with each file or part of the folder that cannot be used; the watch goes on.</summary>
    public Action<ClipException>? OnError { get; init; }

    /// <summary>Called with what a user should know though it is no error.</summary>
    public Action<WatchNotice>? OnNotice { get; init; }

    /// <summary>Receives the progress of the runs.</summary>
    public IProgress<IndexProgress>? Progress { get; init; }
}
