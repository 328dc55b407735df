using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Clip.Cli.Verbs.Serve;

/// <summary>
/// Traces and metrics over OTLP, where OpenTelemetry's own environment variables name a collector; otherwise nothing is
/// loaded.
/// </summary>
internal static class ServeTelemetry
{
    private const string Prefix = "OTEL_";
    private const string NameVariable = "OTEL_SERVICE_NAME";

    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    ];

    /// <summary>OpenTelemetry's environment variables.</summary>
    public static IReadOnlyDictionary<string, string?> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(static variable => ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value);

    /// <summary>Adds telemetry to a server, if it is asked for.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="variables">OpenTelemetry's environment variables.</param>
    public static void AddTo(IHostApplicationBuilder builder, IReadOnlyDictionary<string, string?> variables)
    {
        if (variables.GetValueOrDefault("OTEL_SDK_DISABLED") is "true"
            || !Endpoints.Any(name => variables.GetValueOrDefault(name) is { Length: > 0 }))
        {
            return;
        }
        // The server reads no configuration; this is what OpenTelemetry reads.
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                if (!variables.ContainsKey(NameVariable))
                    resource.AddService("clipsearch", serviceVersion: Version);
            })
            .WithTracing(static tracing => tracing
                .AddSource(ClipTelemetry.ActivitySourceName)
                .AddAspNetCoreInstrumentation(static requests => requests.Filter = static context =>
                    context.Request.Path.Value is not ("/healthz" or "/readyz" or "/metrics" or "/ping"))
                .AddOtlpExporter())
            .WithMetrics(static metrics => metrics
                .AddMeter(ClipTelemetry.MeterName, "Clip.Server", "System.Runtime")
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
    }

    private static string? Version =>
        typeof(ServeTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion;
}
