using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Clip.Tests.Server.Hosting;

/// <summary>What the server says about itself.</summary>
public sealed class DescriptionTests(GalleryServer server)
{
    [Fact]
    public async Task Every_address_is_described_and_nothing_else()
    {
        var host = await server.Host;
        using var client = await server.ClientAsync();
        var description = await client.FetchAsync("/openapi/v1.json").JsonAsync();
        var described = description.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"))
            .Where(static call => call.StartsWith("get ") || call.StartsWith("post "));
        var mapped = host.Services.GetServices<EndpointDataSource>()
            .SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(static endpoint => Methods(endpoint).Except(["HEAD"])
                .Select(method => $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText!.Replace("{**", "{")}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_call_is_explained_with_an_example_and_its_errors()
    {
        using var client = await server.ClientAsync();
        var document = await client.FetchAsync("/openapi/v1.json").JsonAsync();
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(call => (Name: path.Name, call.Value)))
            .ToList();
        Assert.All(operations, operation =>
        {
            var (_, call) = operation;
            foreach (var text in (string[])["operationId", "summary", "description"])
                Assert.NotEmpty(call.GetProperty(text).GetString()!);
            var responses = call.GetProperty("responses");
            if (responses.TryGetProperty("200", out var good))
            {
                Assert.All(good.GetProperty("content").EnumerateObject(), static content =>
                    Assert.True(content.Value.TryGetProperty("example", out _)));
            }
            Assert.True(responses.TryGetProperty("421", out _));
            Assert.Equal(!call.TryGetProperty("security", out _), responses.TryGetProperty("401", out _));
            foreach (var error in responses.EnumerateObject().Where(static one => one.Name[0] == '4'))
            {
                if (!error.Value.TryGetProperty("$ref", out var name))
                    continue;
                var response = name.GetString()!.Split('/').Skip(1).Aggregate(
                    document, static (value, part) => value.GetProperty(part));
                var example = response.GetProperty("content").EnumerateObject().Single().Value.GetProperty("example");
                Assert.True(example.TryGetProperty("error", out _) || error.Name == $"{example.GetProperty("status")}");
            }
            if (call.TryGetProperty("parameters", out var parameters))
            {
                Assert.All(parameters.EnumerateArray(), static parameter =>
                    Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
            }
        });
        Assert.Equal(
            operations.Count,
            operations.Select(static one => one.Value.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Status_health_and_metrics_tell_what_goes_on()
    {
        using var client = await server.ClientAsync();
        var status = await client.FetchAsync("/api/status").JsonAsync();
        Assert.Equal(100, status.GetProperty("pictures").GetInt32());
        Assert.Equal("clip-mini", status.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.Equal("clip-mini", status.GetProperty("model").GetString());
        Assert.Equal(100, status.GetProperty("files").GetInt32());
        await client.PostAsync("/v1/embeddings", """{"input":["a","b"]}""").JsonAsync();
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("clip_requests_total{route=\"/v1/embeddings\",status=\"200\"}", metrics);
        Assert.Contains("clip_encoded_items_total{queue=\"clip-mini/text\"}", metrics);
        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
}
