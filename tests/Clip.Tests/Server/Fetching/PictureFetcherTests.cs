using System.Net;
using System.Net.Sockets;
using System.Text;
using Clip.Server;
using Clip.Server.Bodies;
using Clip.Server.Fetching;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Fetching;

/// <summary>Addresses in requests lead nowhere but to the public internet.</summary>
public sealed class PictureFetcherTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_public_addresses_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://017700000001:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://0:PORT/")]
    [InlineData("http://rebound.example:PORT/")]
    public async Task This_machine_is_never_connected_to(string address)
    {
        using var site = new Site("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
        using var fetcher = Fetcher(PublicAddress.Is, ["127.0.0.1"]);
        await Assert.ThrowsAsync<RequestException>(() => FetchAsync(fetcher, site.Address(address)));
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task A_name_with_one_private_address_is_refused_as_a_whole()
    {
        using var fetcher = Fetcher(PublicAddress.Is, ["8.8.8.8", "127.0.0.1"]);
        await Assert.ThrowsAsync<RequestException>(() => FetchAsync(fetcher, "http://mixed.example/"));
    }

    [Fact]
    public async Task A_redirect_is_checked_like_the_address_itself()
    {
        using var target = new Site("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
        using var site = new Site(
            $"HTTP/1.1 302 Found\r\nLocation: {target.Address("http://127.0.0.2:PORT/")}\r\nContent-Length: 0\r\n\r\n");
        using var fetcher = Fetcher(static address => address.Equals(IPAddress.Loopback), ["127.0.0.1"]);
        await Assert.ThrowsAsync<RequestException>(() => FetchAsync(fetcher, site.Address("http://a.example:PORT/")));
        Assert.Equal((1, 0), (site.Connections, target.Connections));
    }

    [Fact]
    public async Task An_allowed_address_is_fetched_within_the_limit()
    {
        using var site = new Site("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
        using var fetcher = Fetcher(static _ => true, ["127.0.0.1"]);
        Assert.Equal("yes"u8.ToArray(), await FetchAsync(fetcher, site.Address("http://a.example:PORT/")));
        using var large = new Site("HTTP/1.1 200 OK\r\n\r\n" + new string('x', 2000));
        using var small = Fetcher(static _ => true, ["127.0.0.1"], new ClipServerOptions
        {
            AllowFetch = true,
            MaxBodyBytes = 1000,
            MaxTotalBodyBytes = 1000,
        });
        var error = await Assert.ThrowsAsync<RequestException>(
            () => FetchAsync(small, large.Address("http://a.example:PORT/")));
        Assert.Equal(413, error.Status);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://a.example/x.jpg")]
    [InlineData("http://user:password@a.example/")]
    [InlineData("http://")]
    public async Task Other_addresses_are_refused(string address)
    {
        using var fetcher = Fetcher(static _ => true, ["127.0.0.1"]);
        await Assert.ThrowsAsync<RequestException>(() => FetchAsync(fetcher, address));
    }

    private static Task<byte[]> FetchAsync(PictureFetcher fetcher, string address) =>
        fetcher.FetchAsync(address, "image", TestContext.Current.CancellationToken);

    private static PictureFetcher Fetcher(
        Func<IPAddress, bool> isAllowed, string[] resolved, ClipServerOptions? options = null)
    {
        options ??= new ClipServerOptions { AllowFetch = true };
        return new PictureFetcher(
            options, new BodyBudget(options), isAllowed,
            (_, _) => Task.FromResult(Array.ConvertAll(resolved, IPAddress.Parse)));
    }

    /// <summary>A web site that answers everything with the same bytes.</summary>
    private sealed class Site : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Any, 0);

        public Site(string answer)
        {
            _listener.Start();
            _ = AnswerAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Connections { get; private set; }

        public string Address(string address) => address.Replace(
            "PORT", ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(), StringComparison.Ordinal);

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync(byte[] answer)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Connections++;
                    await client.GetStream().ReadAtLeastAsync(new byte[4096], 1);
                    await client.GetStream().WriteAsync(answer);
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
