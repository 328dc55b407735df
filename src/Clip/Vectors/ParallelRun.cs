using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Clip.Vectors;

/// <summary>
/// Runs one action on several threads at a time, like <see cref="Parallel"/>, but without allocating anything per run.
/// The caller is the first worker, so it never waits for a thread that has not started. For one caller at a time.
/// </summary>
/// <remarks>
/// Runs of different callers share the thread pool, which has as many threads as there are cores. So many runs at once
/// keep all cores busy and add no threads but their callers: each run gets the threads that become free.
/// </remarks>
/// <param name="work">
/// Called once by every worker with its number, from 0. The workers divide the work among themselves.
/// </param>
[SuppressMessage(
    "Design", "CA1001", Justification = "Nothing asks the event for a wait handle, so it holds nothing to dispose.")]
internal sealed class ParallelRun(Action<int> work) : IThreadPoolWorkItem
{
    private readonly ManualResetEventSlim _finished = new();
    private volatile Exception? _failure;
    private int _workers;
    private int _started;

    /// <summary>
    /// Workers that are running, the caller included. Once it is zero, the run is over for late workers.
    /// </summary>
    private int _running;

    /// <summary>Runs the action and returns when every worker has finished.</summary>
    /// <param name="workers">The number of workers, the caller included.</param>
    public void Run(int workers)
    {
        _failure = null;
        _workers = workers;
        _started = 0;
        _finished.Reset();
        Volatile.Write(ref _running, 1);
        for (var i = 1; i < workers; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Work();
        _finished.Wait();
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    void IThreadPoolWorkItem.Execute()
    {
        // An item that was queued for an earlier run may join this one.
        for (var running = Volatile.Read(ref _running); running > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _running, running + 1, running);
            if (seen == running)
            {
                Work();
                return;
            }
            running = seen;
        }
    }

    private void Work()
    {
        try
        {
            var number = Interlocked.Increment(ref _started) - 1;
            if (number < _workers)
                work(number);
        }
        catch (Exception failure)
        {
            // Thrown on a thread of the pool, it would end the process.
            _failure = failure;
        }
        if (Interlocked.Decrement(ref _running) == 0)
            _finished.Set();
    }
}
