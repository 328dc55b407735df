using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Clip.Vectors;

/// <summary>
/// Does one piece of work on several cores at a time: what <see cref="Parallel"/> does, but without allocating anything for
/// a run, and the caller works itself, so it never waits for a thread that has not begun. For one caller at a time.
/// </summary>
/// <param name="work">Done by every worker, who is told its number, from 0. It shares out the parts by itself.</param>
[SuppressMessage("Design", "CA1001", Justification = "Nobody asks the event for a wait handle, so it holds nothing to free.")]
internal sealed class Crew(Action<int> work) : IThreadPoolWorkItem
{
    private readonly ManualResetEventSlim _allLeft = new();
    private volatile Exception? _failure;
    private int _wanted;
    private int _come;

    /// <summary>Workers at work, the caller too. Once it is zero the work is done, and who comes late turns back.</summary>
    private int _present;

    /// <summary>Works until there is nothing left to do and everybody has stopped.</summary>
    /// <param name="workers">How many, the caller among them.</param>
    public void Run(int workers)
    {
        _failure = null;
        _wanted = workers;
        _come = 0;
        _allLeft.Reset();
        Volatile.Write(ref _present, 1);
        for (var i = 1; i < workers; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        WorkAndLeave();
        _allLeft.Wait();
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    void IThreadPoolWorkItem.Execute()
    {
        // One that was called for an earlier run may join this one.
        for (var present = Volatile.Read(ref _present); present > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _present, present + 1, present);
            if (seen == present)
            {
                WorkAndLeave();
                return;
            }
            present = seen;
        }
    }

    private void WorkAndLeave()
    {
        try
        {
            if (Interlocked.Increment(ref _come) - 1 is var number && number < _wanted)
                work(number);
        }
        catch (Exception failure)
        {
            // Thrown on a thread of the pool it would end the process.
            _failure = failure;
        }
        if (Interlocked.Decrement(ref _present) == 0)
            _allLeft.Set();
    }
}
