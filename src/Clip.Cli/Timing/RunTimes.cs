using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Clip.Cli.Languages;

namespace Clip.Cli.Timing;

/// <summary>
/// Measures how long the phases of a run take. Phases may run at the same time, so that their sum may be more than the
/// whole; what no phase covers is <c>other</c>.
/// </summary>
internal sealed class RunTimes : IDisposable
{
    private readonly Dictionary<string, TimeSpan> _phases = [];
    private readonly Dictionary<string, List<(DateTime From, DateTime To)>> _inner = [];
    private readonly List<(DateTime From, DateTime To)> _covered = [];
    private readonly ActivityListener _listener;
    private readonly DateTime _started;
    private readonly Lock _turn = new();

    private RunTimes(DateTime started)
    {
        _started = started;
        var now = DateTime.UtcNow;
        Add(RunPhases.Startup, now - started);
        _covered.Add((started, now));
        _listener = new ActivityListener
        {
            ShouldListenTo = static source =>
                source.Name is RunPhases.SourceName or ClipTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Begins to measure; the time since the process was started is the first phase.</summary>
    public static RunTimes Start()
    {
        using var process = Process.GetCurrentProcess();
        return new RunTimes(process.StartTime.ToUniversalTime());
    }

    /// <summary>The phases so far in milliseconds, the whole first: a line for people, or a JSON object.</summary>
    public string Describe(bool asJson)
    {
        lock (_turn)
        {
            var now = DateTime.UtcNow;
            var total = now - _started;
            List<(string Name, TimeSpan Time)> rows =
            [
                .. RunPhases.All.Where(_phases.ContainsKey)
                    .Select(phase => (phase, _phases[phase] - Union(_inner.GetValueOrDefault(phase, [])))),
                ("other", total - Union(_covered)),
            ];
            return asJson ? Json(total, rows) : Text(total, rows);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static string Text(TimeSpan total, List<(string Name, TimeSpan Time)> rows)
    {
        var parts = rows.Select(static row => string.Create(
            CultureInfo.InvariantCulture, $"{Texts.Of(row.Name)} {row.Time.TotalMilliseconds:0.#} ms"));
        return Texts.Say($"time: {total.TotalMilliseconds:0.#} ms: {Texts.Join(parts)}");
    }

    private static string Json(TimeSpan total, List<(string Name, TimeSpan Time)> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("time");
            foreach (var (name, time) in rows.Prepend(("total", total)))
                writer.WriteNumber(name + "_ms", Math.Round(time.TotalMilliseconds, 3));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private void Stopped(Activity activity)
    {
        if (RunPhases.Of(activity) is not { } phase)
            return;
        var outer = activity.Parent;
        while (outer is not null && RunPhases.Of(outer) is null)
            outer = outer.Parent;
        var around = outer is null ? null : RunPhases.Of(outer);
        // Whatever an update of the index does is part of it.
        if (around == phase || around == RunPhases.Index)
            return;
        lock (_turn)
        {
            Add(phase, activity.Duration);
            var interval = (activity.StartTimeUtc, activity.StartTimeUtc + activity.Duration);
            _covered.Add(interval);
            if (around is null)
                return;
            if (!_inner.TryGetValue(around, out var inner))
                _inner[around] = inner = [];
            inner.Add(interval);
        }
    }

    private void Add(string phase, TimeSpan time) => _phases[phase] = _phases.GetValueOrDefault(phase) + time;

    /// <summary>How much time intervals cover, those at the same time once.</summary>
    private static TimeSpan Union(List<(DateTime From, DateTime To)> intervals)
    {
        var (sum, end) = (TimeSpan.Zero, DateTime.MinValue);
        foreach (var (from, to) in intervals.OrderBy(static interval => interval.From))
        {
            var start = from > end ? from : end;
            if (to <= start)
                continue;
            sum += to - start;
            end = to;
        }
        return sum;
    }
}
