using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Clip.Tests.Server.Hosting;

/// <summary>Whoever sends what the description shows gets an answer.</summary>
public sealed class DescribedExampleTests(GalleryServer server)
{
    [Fact]
    public async Task Every_example_of_a_request_is_answered()
    {
        using var client = await server.ClientAsync();
        var description = await client.FetchAsync("/openapi/v1.json").JsonAsync();
        List<string> refused = [];
        var sent = 0;
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            if (path.Name == "/api/events")
                continue;
            foreach (var call in path.Value.EnumerateObject())
            {
                foreach (var content in Bodies(call.Value))
                {
                    using var request = Request(call, path.Name);
                    request.Content = content;
                    using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                    sent++;
                    if ((int)answer.StatusCode is < 200 or >= 300)
                        refused.Add($"{call.Name} {path.Name} {content?.Headers.ContentType} {(int)answer.StatusCode}: "
                            + await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                }
            }
        }
        Assert.Empty(refused);
        Assert.True(sent > 40);
    }

    [Fact]
    public async Task Every_body_has_an_example_and_says_what_it_holds()
    {
        using var client = await server.ClientAsync();
        var description = await client.FetchAsync("/openapi/v1.json").JsonAsync();
        var bodies = description.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(call => (path.Name, Call: call.Value)))
            .Where(static one => one.Call.TryGetProperty("requestBody", out _))
            .SelectMany(static one => one.Call.GetProperty("requestBody").GetProperty("content").EnumerateObject()
                .Select(content => (one.Name, content.Value)));
        Assert.All(bodies, body =>
        {
            Assert.True(body.Value.TryGetProperty("example", out _), body.Name);
            var schema = body.Value.GetProperty("schema");
            if (schema.TryGetProperty("$ref", out var name))
            {
                schema = name.GetString()!.Split('/').Skip(1).Aggregate(
                    description, static (value, part) => value.GetProperty(part));
            }
            Assert.NotEmpty(schema.GetProperty("properties").EnumerateObject());
        });
    }

    /// <summary>A request with all parameters that have examples.</summary>
    private static HttpRequestMessage Request(JsonProperty call, string path)
    {
        List<string> query = [];
        var request = new HttpRequestMessage { Method = new HttpMethod(call.Name.ToUpperInvariant()) };
        if (call.Value.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateArray())
            {
                if (!parameter.TryGetProperty("example", out var example))
                    continue;
                var name = parameter.GetProperty("name").GetString()!;
                var values = example.ValueKind == JsonValueKind.Array
                    ? example.EnumerateArray().Select(Text).ToList()
                    : [Text(example)];
                if (parameter.GetProperty("in").GetString() == "header")
                    request.Headers.Add(name, values);
                else if (parameter.GetProperty("in").GetString() == "path")
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(values[0]));
                else
                    query.AddRange(values.Select(value => $"{name}={Uri.EscapeDataString(value)}"));
            }
        }
        request.RequestUri = new Uri(path + (query.Count > 0 ? "?" : "") + string.Join('&', query), UriKind.Relative);
        return request;
    }

    /// <summary>The examples of a call's body; one that is null where it has none.</summary>
    private static IEnumerable<HttpContent?> Bodies(JsonElement call)
    {
        if (!call.TryGetProperty("requestBody", out var body))
            return [null];
        return body.GetProperty("content").EnumerateObject().Select(static content =>
        {
            var example = content.Value.GetProperty("example");
            return content.Name == "multipart/form-data"
                ? Form(example, content.Value.GetProperty("schema").GetProperty("properties"))
                : (HttpContent)new StringContent(example.ToString(), Encoding.UTF8, content.Name);
        });
    }

    private static MultipartFormDataContent Form(JsonElement example, JsonElement properties)
    {
        var form = new MultipartFormDataContent();
        foreach (var field in example.EnumerateObject())
        {
            var schema = properties.GetProperty(field.Name);
            if (schema.TryGetProperty("format", out var format) && format.GetString() == "binary")
            {
                var file = new ByteArrayContent(field.Value.GetBytesFromBase64());
                file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
                form.Add(file, field.Name, "picture.png");
            }
            else
            {
                form.Add(new StringContent(Text(field.Value)), field.Name);
            }
        }
        return form;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };
}
