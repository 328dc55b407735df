using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Clip;

/// <summary>
/// What the library reports about its work, under OpenTelemetry's conventions. Costs nothing while nobody listens.
/// </summary>
/// <remarks>
/// <para>Activities: <c>encode text</c>, <c>encode image</c>, <c>search</c>, <c>similar</c>, <c>caption</c> and
/// <c>index</c>, with the tags <c>clip.model</c> and <c>clip.item.count</c>; inside them <c>load model</c>, for each
/// tower, <c>load tokenizer</c>, <c>start ONNX Runtime</c>, <c>update index</c> and <c>scan</c>.</para>
/// <para>Metrics: <c>clip.encode.duration</c> (histogram, seconds per call), <c>clip.encode.items</c> (counter, texts
/// and pictures), both by <c>clip.model</c> and <c>clip.tower</c> (<c>text</c> or <c>image</c>);
/// <c>clip.search.duration</c> (histogram, seconds per request) by <c>clip.model</c> and <c>clip.operation</c>
/// (<c>search</c>, <c>similar</c>, <c>caption</c> or <c>index</c>). Failed calls have <c>error.type</c>.</para>
/// </remarks>
/// <example><code>
/// services.AddOpenTelemetry()
///     .WithTracing(tracing => tracing.AddSource(ClipTelemetry.ActivitySourceName))
///     .WithMetrics(metrics => metrics.AddMeter(ClipTelemetry.MeterName));
/// </code></example>
public static class ClipTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string ActivitySourceName = "Clip";

    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Clip";

    private static readonly string? Version = typeof(ClipTelemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Starts the activities.</summary>
    internal static ActivitySource Activities { get; } = new(ActivitySourceName, Version);

    private static Meter Meter { get; } = new(MeterName, Version);

    /// <summary>Seconds per call of an encoder.</summary>
    internal static Histogram<double> EncodeDuration { get; } = Meter.CreateHistogram<double>(
        "clip.encode.duration", "s", "Duration of a call that encodes texts or pictures.");

    /// <summary>Texts and pictures that were encoded.</summary>
    internal static Counter<long> EncodedItems { get; } = Meter.CreateCounter<long>(
        "clip.encode.items", "{item}", "Texts and pictures that were encoded.");

    /// <summary>Seconds per request.</summary>
    internal static Histogram<double> SearchDuration { get; } = Meter.CreateHistogram<double>(
        "clip.search.duration", "s", "Duration of a search or an update of an index.");
}
