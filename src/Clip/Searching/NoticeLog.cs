namespace Clip.Searching;

/// <summary>Passes a request's notices on to its observer and keeps those that belong to the answer.</summary>
internal sealed class NoticeLog(SearchObserver? observer)
{
    private readonly Lock _lock = new();
    private readonly List<SearchNotice> _kept = [];

    public SearchObserver? Observer => observer;

    public void Add(SearchNotice notice)
    {
        lock (_lock)
        {
            // A folder may hold any number of bad files; an answer must stay small.
            if (notice is not SearchNotice.FileSkipped)
                _kept.Add(notice);
            observer?.OnNotice?.Invoke(notice);
        }
    }

    public IReadOnlyList<SearchNotice> ToList()
    {
        lock (_lock)
            return [.. _kept];
    }
}
