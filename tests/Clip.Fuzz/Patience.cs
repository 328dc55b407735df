namespace Clip.Fuzz;

/// <summary>Runs readers on a thread of its own, so that one that never ends, or nests without end, is found out.</summary>
internal static class Patience
{
    /// <summary>As little as a program may have (Windows), so that recursion that is too deep shows.</summary>
    private const int StackBytes = 1 << 20;

    /// <summary>The kind of breach of an input that does not end.</summary>
    public const string Hangs = "hangs";

    /// <summary>Runs work to its end.</summary>
    public static void Run(Action work)
    {
        var thread = new Thread(() => work(), StackBytes);
        thread.Start();
        thread.Join();
    }

    /// <summary>The breaches of a target on some inputs. One on which it hangs is the last.</summary>
    public static IReadOnlyList<(string Name, Breach Breach)> CheckAll(FuzzTarget target, IEnumerable<(string Name, byte[] Content)> inputs, TimeSpan hang)
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
