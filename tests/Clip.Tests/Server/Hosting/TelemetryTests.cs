using System.Collections.Concurrent;
using System.Text;
using Clip.Cli.Verbs.Serve;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Clip.Tests.Server.Hosting;

/// <summary>Traces and metrics that a collector receives over OTLP.</summary>
public sealed class TelemetryTests(GalleryServer server)
{
    [Fact]
    public async Task A_collector_receives_traces_and_metrics()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectAsync(received);
        var variables = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=a-test",
        };
        await using (var host = await server.StartAsync(
            static _ => { }, extend: builder => ServeTelemetry.AddTo(builder, variables)))
        {
            using var client = new HttpClient { BaseAddress = host.Address };
            await client.FetchAsync("/api/search?q=two+dogs").JsonAsync();
            await client.FetchAsync("/healthz");
            await host.StopAsync();
        }
        var traces = received["/v1/traces"];
        Assert.Contains("/api/search", traces);
        Assert.Contains("clipsearch", traces);
        Assert.Contains("a-test", traces);
        Assert.DoesNotContain("healthz", traces);
        var metrics = received["/v1/metrics"];
        Assert.Contains("clip.server.requests", metrics);
        Assert.Contains("http.server.request.duration", metrics);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public void Without_a_collector_nothing_is_added(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ServeTelemetry.AddTo(builder, new Dictionary<string, string?> { [name] = value });
        Assert.DoesNotContain(
            builder.Services, static service => service.ServiceType == typeof(MeterProvider));
    }

    /// <summary>Starts what keeps the bodies that it gets, by address.</summary>
    private static async Task<WebApplication> CollectAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var text = Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }
}
