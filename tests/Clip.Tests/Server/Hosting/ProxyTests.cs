using System.Net;

namespace Clip.Tests.Server.Hosting;

/// <summary>A server behind a reverse proxy.</summary>
public sealed class ProxyTests(GalleryServer server)
{
    private static readonly IPNetwork Here = IPNetwork.Parse("127.0.0.0/8");

    [Fact]
    public async Task Addresses_begin_with_the_path_base_whether_the_proxy_takes_it_off_or_not()
    {
        await using var host = await server.StartAsync(static _ => { }, static listen => listen with
        {
            PathBase = "/clip",
        });
        Assert.EndsWith("/clip/", host.Address.ToString());
        using var client = new HttpClient { BaseAddress = new Uri(host.Address.GetLeftPart(UriPartial.Authority)) };
        foreach (var path in (string[])["/clip/api/search?top=1", "/api/search?top=1"])
        {
            var answer = await client.FetchAsync(path).JsonAsync();
            var thumbnail = answer.GetProperty("results")[0].GetProperty("thumbnail").GetString()!;
            Assert.StartsWith("/clip/api/pictures/", thumbnail);
            using var response = await client.FetchAsync(thumbnail);
            Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData(true, "/photos/api/pictures/")]
    [InlineData(false, "/api/pictures/")]
    public async Task A_prefix_is_believed_of_a_trusted_proxy_alone(bool isTrusted, string beginning)
    {
        await using var host = await server.StartAsync(static _ => { }, listen => listen with
        {
            TrustedProxies = isTrusted ? [Here] : [IPNetwork.Parse("192.0.2.0/24")],
        });
        using var client = new HttpClient { BaseAddress = host.Address };
        var answer = await client.SendAsync(
            HttpMethod.Get, "/api/search?top=1", ("X-Forwarded-Prefix", "/photos"), ("X-Forwarded-For", "192.0.2.7"),
            ("X-Forwarded-Proto", "https")).JsonAsync();
        Assert.StartsWith(beginning, answer.GetProperty("results")[0].GetProperty("thumbnail").GetString());
    }

    [Theory]
    [InlineData("localhost", "photos.example", 200)]
    [InlineData("photos.example", "photos.example", 200)]
    [InlineData("localhost", "evil.example", 421)]
    [InlineData("evil.example", "localhost", 421)]
    [InlineData("evil.example", "photos.example", 421)]
    [InlineData("xn--a", "photos.example", 421)]
    public async Task Both_the_hosts_of_the_proxy_and_of_the_client_must_be_this_servers(
        string host, string forwarded, int status)
    {
        await using var proxied = await server.StartAsync(
            static options => options.AllowedHosts.Add("photos.example"),
            static listen => listen with { TrustedProxies = [Here] });
        using var client = new HttpClient { BaseAddress = proxied.Address };
        using var response = await client.SendAsync(
            HttpMethod.Get, "/api/status", ("Host", host), ("X-Forwarded-Host", forwarded));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_proxys_name_may_post_and_others_may_not()
    {
        await using var proxied = await server.StartAsync(
            static options => options.AllowedHosts.Add("photos.example"),
            static listen => listen with { TrustedProxies = [Here] });
        using var client = new HttpClient { BaseAddress = proxied.Address };
        foreach (var (origin, status) in ((string, int)[])
            [("https://photos.example", 200), ("https://evil.example", 403)])
        {
            using var response = await client.SendAsync(
                HttpMethod.Post, "/v1/embeddings", ("Origin", origin), ("X-Forwarded-Host", "photos.example"),
                ("X-Forwarded-Proto", "https"));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }
}
