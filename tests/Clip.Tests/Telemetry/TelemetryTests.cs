using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Clip.Tests.Searching;

namespace Clip.Tests.Telemetry;

/// <summary>What listeners hear of encoders and searches.</summary>
public sealed class TelemetryTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activities_and_metrics_say_what_was_done_and_what_failed()
    {
        ConcurrentBag<Activity> activities = [];
        ConcurrentBag<(string Instrument, double Value, string Tags)> measured = [];
        using var tracing = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ClipTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(tracing);
        using var metering = new MeterListener();
        metering.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClipTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        metering.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => measured.Add((instrument.Name, value, Text(tags))));
        metering.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => measured.Add((instrument.Name, value, Text(tags))));
        metering.Start();

        using var root = new Activity("test").Start(); // tells this test's activities from those of others
        await pictures.Search.SearchAsync("a telemetry dog", cancellationToken: Stop);
        pictures.Model.Text.Encode(["one", "two", "three"], cancellationToken: Stop);
        Assert.Throws<TokenizerException>(() => pictures.Model.Text.Encode("\ud800", Stop));

        var own = activities.Where(activity => activity.TraceId == root.TraceId).ToList();
        Assert.Contains(own, static activity => activity.OperationName == "search");
        var encodings = own.Where(static activity => activity.OperationName == "encode text").ToList();
        Assert.Contains(encodings, static activity => Equals(activity.GetTagItem("clip.item.count"), 3));
        Assert.Contains(encodings, static activity => activity.Status == ActivityStatusCode.Error);
        var model = $"clip.model={pictures.Model.Name}";
        Assert.Contains(measured, one => one is { Instrument: "clip.encode.items", Value: 3 }
            && one.Tags.Contains(model, StringComparison.Ordinal)
            && one.Tags.Contains("clip.tower=text", StringComparison.Ordinal));
        Assert.Contains(measured, static one => one.Instrument == "clip.search.duration"
            && one.Tags.Contains("clip.operation=search", StringComparison.Ordinal));
        Assert.Contains(measured, static one => one.Instrument == "clip.encode.duration"
            && one.Tags.Contains("error.type=", StringComparison.Ordinal));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(", ", tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"));
}
