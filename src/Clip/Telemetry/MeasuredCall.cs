using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Clip.Telemetry;

/// <summary>
/// A call that listeners follow: its activity, its duration and its items. Exists only while somebody listens. A call
/// that ends without <see cref="Complete"/> has failed.
/// </summary>
internal sealed class MeasuredCall : IDisposable
{
    private readonly Activity? _activity;
    private readonly Histogram<double> _duration;
    private readonly Counter<long>? _items;
    private readonly int _count;
    private readonly long _started = Stopwatch.GetTimestamp();
    private TagList _tags;
    private string? _error = "failed";

    private MeasuredCall(Activity? activity, Histogram<double> duration, Counter<long>? items, int count, TagList tags)
    {
        _activity = activity;
        _duration = duration;
        _items = items;
        _count = count;
        _tags = tags;
    }

    /// <summary>Begins a call of an encoder; null while nobody listens.</summary>
    /// <param name="tower"><c>text</c> or <c>image</c>.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="count">How many items it encodes.</param>
    public static MeasuredCall? Encode(string tower, string model, int count) => Begin(
        "encode " + tower, ClipTelemetry.EncodeDuration, ClipTelemetry.EncodedItems, "clip.tower", tower, model, count);

    /// <summary>Begins a request; null while nobody listens.</summary>
    /// <param name="operation"><c>search</c>, <c>similar</c>, <c>caption</c> or <c>index</c>.</param>
    /// <param name="model">The model's name.</param>
    public static MeasuredCall? Search(string operation, string model) => Begin(
        operation, ClipTelemetry.SearchDuration, null, "clip.operation", operation, model, 1);

    /// <summary>The call has succeeded.</summary>
    public void Complete() => _error = null;

    /// <summary>The call has failed.</summary>
    public void Fail(Exception error) => _error = error.GetType().FullName;

    public void Dispose()
    {
        if (_error is not null)
        {
            _tags.Add("error.type", _error);
            _activity?.SetStatus(ActivityStatusCode.Error, _error);
        }
        else
        {
            _items?.Add(_count, _tags);
        }
        _duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, _tags);
        _activity?.Dispose();
    }

    private static MeasuredCall? Begin(
        string name, Histogram<double> duration, Counter<long>? items, string tag, string value, string model,
        int count)
    {
        if (!ClipTelemetry.Activities.HasListeners() && !duration.Enabled && items is not { Enabled: true })
            return null;
        var activity = ClipTelemetry.Activities.StartActivity(name);
        activity?.SetTag("clip.model", model).SetTag("clip.item.count", count);
        return new MeasuredCall(
            activity, duration, items, count, new TagList { { "clip.model", model }, { tag, value } });
    }
}
