namespace Clip.Fuzz;

/// <summary>Runs readers on a separate thread, so that hangs and excessive recursion are detected.</summary>
internal static class WatchedThread
{
    /// <summary>The smallest default of any system (Windows), so that excessive recursion is detected.</summary>
    private const int StackBytes = 1 << 20;

    /// <summary>The kind of breach of an input on which the reader hangs.</summary>
    public const string Hangs = "hangs";

    /// <summary>Runs work and waits for its end.</summary>
    public static void Run(Action work)
    {
        var thread = new Thread(() => work(), StackBytes);
        thread.Start();
        thread.Join();
    }

    /// <summary>The breaches of a target on some inputs. An input on which it hangs is the last.</summary>
    public static IReadOnlyList<(string Name, Breach Breach)> CheckAll(
        FuzzTarget target, IEnumerable<(string Name, byte[] Content)> inputs, TimeSpan hang)
    {
        List<(string, Breach)> breaches = [];
        var at = "";
        var done = 0;
        var thread = new Thread(
            () =>
            {
                foreach (var (name, content) in inputs)
                {
                    Volatile.Write(ref at, name);
                    if (Contract.Check(target, content) is { } breach)
                        breaches.Add((name, breach));
                    Interlocked.Increment(ref done);
                }
            },
            StackBytes)
        { IsBackground = true };
        thread.Start();
        for (var before = -1; !thread.Join(hang); before = Volatile.Read(ref done))
        {
            if (before == Volatile.Read(ref done))
                return [.. breaches, (Volatile.Read(ref at), new Breach(Hangs, $"for {hang.TotalSeconds:0} s"))];
        }
        return breaches;
    }
}
