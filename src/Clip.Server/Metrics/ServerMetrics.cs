using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Clip.Server.Metrics;

/// <summary>
/// Counts requests and batches: for OpenTelemetry as the meter <c>Clip.Server</c>, and for Prometheus as text.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Meter _meter = new("Clip.Server");
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly ConcurrentDictionary<(string Route, int Status), long> _counts = new();
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private readonly ConcurrentDictionary<string, Func<double>> _gauges = new();
    private readonly ConcurrentDictionary<(string Queue, string Name), long> _totals = new();
    private long _microseconds;
    private int _running;

    public ServerMetrics()
    {
        _requests = _meter.CreateCounter<long>("clip.server.requests");
        _durations = _meter.CreateHistogram<double>("clip.server.request.duration", "s");
        AddGauge("clip_requests_running", () => Volatile.Read(ref _running));
    }

    /// <summary>Adds a value that is read when somebody asks.</summary>
    /// <param name="name">Its name in Prometheus, with labels.</param>
    /// <param name="read">Reads it.</param>
    public void AddGauge(string name, Func<double> read) => _gauges[name] = read;

    /// <summary>Counts a request as running until the result is disposed.</summary>
    public Running Begin()
    {
        Interlocked.Increment(ref _running);
        return new Running(this);
    }

    /// <summary>Counts an answered request.</summary>
    public void Count(string route, int status, TimeSpan elapsed)
    {
        _counts.AddOrUpdate((route, status), 1, static (_, count) => count + 1);
        _requests.Add(1, new("route", route), new("status", status));
        _durations.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("route", route));
        var bucket = Array.FindIndex(Bounds, bound => elapsed.TotalSeconds <= bound);
        Interlocked.Increment(ref _buckets[bucket < 0 ? Bounds.Length : bucket]);
        Interlocked.Add(ref _microseconds, (long)elapsed.TotalMicroseconds);
    }

    /// <summary>Counts an encoded batch.</summary>
    public void CountBatch(string queue, int items)
    {
        Add((queue, "batches"), 1);
        Add((queue, "items"), items);

        void Add((string, string) key, long value) => _totals.AddOrUpdate(key, value, (_, sum) => sum + value);
    }

    /// <summary>Everything in the text format of Prometheus.</summary>
    public string ToPrometheus()
    {
        var text = new StringBuilder();
        text.Append("# TYPE clip_requests_total counter\n");
        foreach (var ((route, status), count) in _counts.OrderBy(static pair => pair.Key.Route, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"clip_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}\n");
        }
        text.Append("# TYPE clip_request_duration_seconds histogram\n");
        long sum = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            sum += Interlocked.Read(ref _buckets[i]);
            var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture,
                $"clip_request_duration_seconds_bucket{{le=\"{bound}\"}} {sum}\n");
        }
        text.Append(CultureInfo.InvariantCulture,
            $"clip_request_duration_seconds_sum {Interlocked.Read(ref _microseconds) / 1e6}\n");
        text.Append(CultureInfo.InvariantCulture, $"clip_request_duration_seconds_count {sum}\n");
        foreach (var kind in (string[])["batches", "items"])
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE clip_encoded_{kind}_total counter\n");
            foreach (var ((queue, name), total) in _totals.Where(pair => pair.Key.Name == kind))
                text.Append(CultureInfo.InvariantCulture, $"clip_encoded_{name}_total{{queue=\"{queue}\"}} {total}\n");
        }
        foreach (var gauges in _gauges.GroupBy(static gauge => gauge.Key.Split('{')[0]).OrderBy(static g => g.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {gauges.Key} gauge\n");
            foreach (var (name, read) in gauges)
                text.Append(CultureInfo.InvariantCulture, $"{name} {read()}\n");
        }
        return text.ToString();
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>A request that is being answered.</summary>
    internal readonly struct Running(ServerMetrics metrics) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref metrics._running);
    }
}
