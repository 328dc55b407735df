using System.Collections.Concurrent;

namespace Clip.Tests.Hub;

/// <summary>A clock whose pauses are over at once, and which remembers how long they would have been.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    /// <summary>Done instead of each pause.</summary>
    public Action? Meanwhile { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Pauses.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Meanwhile?.Invoke();
                callback(state);
            });
        }
        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
