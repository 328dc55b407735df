using System.Text.Json;
using Microsoft.Playwright;

namespace Clip.Tests.Server.Page;

/// <summary>
/// What a page's main thread did, in processor time, so that other work of the machine does not count. Milliseconds.
/// </summary>
internal sealed class FrameTrace
{
    private static readonly string[] Scripts =
        ["FunctionCall", "EvaluateScript", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "v8.callFunction"];

    private readonly ICDPSession _session;
    private readonly List<Event> _events = [];

    private FrameTrace(ICDPSession session) => _session = session;

    /// <summary>The time of scripts in each frame, without the layout that they may have caused.</summary>
    public List<double> FrameScript { get; } = [];

    /// <summary>The longest task, without the collection of garbage that the browser does when it likes to.</summary>
    public double LongestTask { get; private set; }

    public static async Task<FrameTrace> StartAsync(ICDPSession session)
    {
        var trace = new FrameTrace(session);
        session.Event("Tracing.dataCollected").OnEvent += (_, data) => trace.Take(data!.Value.GetProperty("value"));
        await session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object>
            {
                ["includedCategories"] = (string[])["devtools.timeline", "v8", "toplevel"],
            },
        });
        return trace;
    }

    public async Task StopAsync()
    {
        var complete = new TaskCompletionSource();
        _session.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.TrySetResult();
        await _session.SendAsync("Tracing.end");
        await complete.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Measure();
    }

    private void Take(JsonElement events)
    {
        foreach (var found in events.EnumerateArray())
        {
            if (found.GetProperty("ph").GetString() != "X" || !found.TryGetProperty("dur", out var duration))
                continue;
            var processor = found.TryGetProperty("tdur", out var time) ? time : duration;
            _events.Add(new Event(
                found.GetProperty("name").GetString()!,
                $"{found.GetProperty("pid")} {found.GetProperty("tid")}", found.GetProperty("ts").GetDouble(),
                duration.GetDouble(), processor.GetDouble() / 1000));
        }
    }

    private void Measure()
    {
        var thread = _events.Where(static one => one.Name == "FireAnimationFrame").GroupBy(static one => one.Thread)
            .MaxBy(static group => group.Count())!.Key;
        var ours = _events.Where(one => one.Thread == thread).OrderBy(static one => one.Start)
            .ThenByDescending(static one => one.Duration).ToList();
        var garbage = Outermost(ours.Where(static one => one.Name is "MajorGC" or "MinorGC"));
        var layout = Outermost(ours.Where(static one => one.Name is "UpdateLayoutTree" or "Layout"));
        var scripts = Outermost(ours.Where(static one => Scripts.Contains(one.Name)));
        var frames = ours.Where(static one => one.Name == "FireAnimationFrame").Select(static one => one.Start).ToList();
        FrameScript.AddRange(frames.Zip(frames.Skip(1), (start, end) => scripts
            .Where(one => one.Start >= start && one.Start < end)
            .Sum(one => one.Processor - Within(one, layout) - Within(one, garbage))));
        LongestTask = Outermost(ours.Where(static one => one.Name.EndsWith("RunTask", StringComparison.Ordinal)))
            .Max(one => one.Processor - Within(one, garbage));
    }

    private static double Within(Event outer, List<Event> events) => events
        .Where(one => one.Start >= outer.Start && one.Start < outer.Start + outer.Duration)
        .Sum(static one => one.Processor);

    private static List<Event> Outermost(IEnumerable<Event> events)
    {
        List<Event> outermost = [];
        var end = 0.0;
        foreach (var one in events)
        {
            if (one.Start < end)
                continue;
            outermost.Add(one);
            end = one.Start + one.Duration;
        }
        return outermost;
    }

    private sealed record Event(string Name, string Thread, double Start, double Duration, double Processor);
}
