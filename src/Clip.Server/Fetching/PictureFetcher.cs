using System.Net;
using System.Net.Sockets;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Fetching;

/// <summary>
/// Fetches pictures from addresses in requests, where the server is allowed to. Only public addresses are connected to:
/// the check is made on what a name resolves to, at the moment of the connection, for every redirect.
/// </summary>
internal sealed class PictureFetcher : IDisposable
{
    private const int MostRedirects = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly ClipServerOptions _options;
    private readonly BodyBudget _budget;
    private readonly Func<IPAddress, bool> _isAllowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _client;

    public PictureFetcher(ClipServerOptions options, BodyBudget budget)
        : this(options, budget, PublicAddress.Is, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="options">Whether fetching is allowed, and how much.</param>
    /// <param name="budget">The memory that requests share.</param>
    /// <param name="isAllowed">Whether an address may be connected to.</param>
    /// <param name="resolve">Resolves a name.</param>
    internal PictureFetcher(
        ClipServerOptions options, BodyBudget budget, Func<IPAddress, bool> isAllowed,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _budget, _isAllowed, _resolve) = (options, budget, isAllowed, resolve);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve and connect in this server's place.
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Clip");
    }

    /// <summary>Fetches a picture.</summary>
    /// <param name="address">The address that the request names.</param>
    /// <param name="parameter">The member of the request that names it.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="RequestException">It may not be fetched, or cannot.</exception>
    public async Task<byte[]> FetchAsync(string address, string parameter, CancellationToken cancellationToken)
    {
        if (!_options.AllowFetch)
        {
            throw RequestException.Invalid(
                parameter, "This server fetches no addresses; send the picture itself, as base64.");
        }
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
            throw RequestException.Invalid(parameter, "The address of the picture is not valid.");
        try
        {
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                RequireHttp(uri, parameter);
                using var response = await _client.GetAsync(
                    uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (Redirect(response) is { } next)
                    uri = new Uri(uri, next);
                else
                    return await ReadAsync(response, parameter, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (
            error is HttpRequestException or IOException or SocketException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The reason would tell clients what is reachable from here.
            var reason = error.InnerException?.Message ?? error.Message;
            throw Unreachable(parameter, $"{uri.GetLeftPart(UriPartial.Path)}: {reason}");
        }
        throw RequestException.Invalid(parameter, "The address of the picture redirects too often.");
    }

    public void Dispose() => _client.Dispose();

    private static void RequireHttp(Uri uri, string parameter)
    {
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            throw RequestException.Invalid(parameter, "Only http and https addresses are fetched.");
        if (uri.UserInfo.Length > 0)
            throw RequestException.Invalid(parameter, "Addresses with a user name are not fetched.");
    }

    private static Uri? Redirect(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 ? response.Headers.Location : null;

    private async Task<byte[]> ReadAsync(
        HttpResponseMessage response, string parameter, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var address = response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path);
            throw Unreachable(parameter, $"{address}: HTTP {(int)response.StatusCode}");
        }
        using var content = new MemoryStream();
        var taken = 0L;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            // The timeout of the client ends with the headers.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Timeout);
            var block = new byte[1 << 16];
            int count;
            while ((count = await stream.ReadAsync(block, limit.Token).ConfigureAwait(false)) > 0)
            {
                if (content.Length + count > _options.MaxBodyBytes)
                    throw RequestException.TooLarge("The picture at the address is too large.");
                _budget.Take(count);
                taken += count;
                content.Write(block, 0, count);
            }
            return content.ToArray();
        }
        finally
        {
            _budget.Return(taken);
        }
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await _resolve(host, cancellationToken).ConfigureAwait(false);
        // One address that is not public makes the name suspicious as a whole.
        if (addresses.Length == 0 || !addresses.All(_isAllowed))
            throw new HttpRequestException("The address is not public.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static RequestException Unreachable(string parameter, string reason) =>
        new(400, "The picture cannot be fetched from its address.") { Parameter = parameter, LogDetail = reason };
}
