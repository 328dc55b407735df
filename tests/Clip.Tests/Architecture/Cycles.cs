namespace Clip.Tests.Architecture;

/// <summary>Finds cycles in a directed graph.</summary>
internal static class Cycles
{
    /// <summary>One shortest cycle through each node that lies on any, without repeating a cycle.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<(string From, string To)> dependencies)
    {
        var next = dependencies.ToLookup(static dependency => dependency.From, static dependency => dependency.To);
        var seen = new HashSet<string>();
        List<string> cycles = [];
        foreach (var start in next.Select(static group => group.Key).Order(StringComparer.Ordinal))
        {
            if (Shortest(next, start) is { } cycle && seen.Add(string.Join(' ', cycle.Order(StringComparer.Ordinal))))
                cycles.Add(string.Join(" > ", [.. cycle, start]));
        }
        return cycles;
    }

    private static List<string>? Shortest(ILookup<string, string> next, string start)
    {
        var cameFrom = new Dictionary<string, string>();
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var to in next[node])
            {
                if (to == start)
                    return [.. Path(cameFrom, start, node)];
                if (cameFrom.TryAdd(to, node))
                    queue.Enqueue(to);
            }
        }
        return null;
    }

    private static Stack<string> Path(Dictionary<string, string> cameFrom, string start, string end)
    {
        var path = new Stack<string>([end]);
        while (path.Peek() != start)
            path.Push(cameFrom[path.Peek()]);
        return path;
    }
}
