using System.Net;
using System.Net.Http.Headers;
using Clip.Server.Security;

namespace Clip.Tests.Server.Security;

/// <summary>Who is answered: by the Host, Origin and Authorization of a request.</summary>
public sealed class RequestGuardTests(GalleryServer server)
{
    [Theory]
    [InlineData("rebound.example", 421)]
    [InlineData("127.0.0.1.nip.io", 421)]
    [InlineData("192.0.2.7", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("[::1]:99", 200)]
    [InlineData("127.0.0.1:80", 200)]
    public async Task Only_this_machines_names_are_answered(string host, int status)
    {
        using var client = await server.ClientAsync();
        foreach (var path in (string[])["/api/status", "/", "/healthz", "/no/such"])
        {
            using var response = await client.SendAsync(HttpMethod.Get, path, ("Host", host));
            Assert.Equal(path == "/no/such" && status == 200 ? 404 : status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData("http://127.0.0.1:1", null, 403)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData(null, null, 200)]
    [InlineData("own", "same-origin", 200)]
    public async Task Pages_of_other_sites_cannot_post(string? origin, string? site, int status)
    {
        using var client = await server.ClientAsync();
        List<(string, string)> headers = [];
        if (origin is not null)
            headers.Add(("Origin", origin == "own" ? client.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin));
        if (site is not null)
            headers.Add(("Sec-Fetch-Site", site));
        using var response = await client.SendAsync(HttpMethod.Post, "/v1/embeddings", [.. headers]);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_preflight_of_another_site_is_refused_and_that_of_an_allowed_one_is_not()
    {
        await using var host = await server.StartAsync(static options =>
            options.AllowedOrigins.Add("https://photos.example"));
        using var client = new HttpClient { BaseAddress = host.Address };
        using var refused = await client.SendAsync(
            HttpMethod.Options, "/v1/embeddings", ("Origin", "https://evil.example"));
        using var allowed = await client.SendAsync(
            HttpMethod.Options, "/v1/embeddings", ("Origin", "https://photos.example"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(["https://photos.example"], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_of_an_allowed_origin_send_any_header_and_show_pictures()
    {
        await using var host = await server.StartAsync(static options =>
            options.AllowedOrigins.Add("https://photos.example:443/gallery"));
        using var client = new HttpClient { BaseAddress = host.Address };
        using var preflight = await client.SendAsync(
            HttpMethod.Options, "/v1/embeddings", ("Origin", "https://photos.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,x-stainless-os,mcp-method"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Contains(
            "x-stainless-os", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/status", ("Origin", "https://photos.example"));
        Assert.Equal(["cross-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Equal(["https://photos.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("clip.example")]
    [InlineData("clip.example:443")]
    [InlineData("https://Clip.Example/")]
    [InlineData("https://clip.example:8443/clip")]
    public void A_host_is_allowed_as_it_is_copied_from_an_address(string allowed)
    {
        var rule = new HostRule([allowed]);
        Assert.True(rule.Allows("clip.example", local: null));
        Assert.False(rule.Allows("evil.example", local: null));
        Assert.Equal("2001:db8::1", AllowedName.Host("https://[2001:db8::1]:443"));
        Assert.Equal("2001:db8::1", AllowedName.Host("2001:db8::1"));
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("photos.example")]
    [InlineData("https://")]
    public void What_is_no_origin_is_refused(string text)
    {
        Assert.Null(AllowedName.Origin(text));
        Assert.Throws<ArgumentException>(() => new OriginRule([text], new HostRule([])));
    }

    [Fact]
    public async Task Data_needs_the_key_and_health_does_not()
    {
        await using var host = await server.StartAsync(static options => options.ApiKey = "secret");
        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var path in (string[])["/api/status", "/api/search?q=dog", "/v1/models", "/metrics", "/api/events"])
        {
            using var refused = await client.FetchAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        using var wrong = await client.SendAsync(HttpMethod.Get, "/v1/models", ("Authorization", "Bearer secre"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var open = await client.FetchAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        await client.FetchAsync("/v1/models").JsonAsync();
    }

    [Fact]
    public async Task Answers_tell_browsers_to_be_careful()
    {
        using var client = await server.ClientAsync();
        foreach (var path in (string[])["/", "/api/status", "/no/such"])
        {
            using var response = await client.FetchAsync(path);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
        }
    }
}
