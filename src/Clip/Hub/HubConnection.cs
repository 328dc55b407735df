using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Clip.Hub;

/// <summary>
/// The HTTP connection to one hub. It follows redirects itself, because the HTTP client would send the token to the
/// content network that the hub redirects to. Thread-safe.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MaxRedirects = 10;
    private const int MaxJson = 32 << 20;

    private readonly HubOptions _options;
    private readonly HttpClient _http;
    private volatile bool _wasReached;

    /// <param name="options">Where the hub is.</param>
    /// <param name="client">Sends the requests and is disposed here; null for one of its own.</param>
    public HubConnection(HubOptions options, HttpClient? client = null)
    {
        _options = options;
        _http = client ?? new HttpClient(CreateHandler(options));
        // Large files take hours; instead there is a limit on silence.
        _http.Timeout = Timeout.InfiniteTimeSpan;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>The handler that requests need.</summary>
    public static SocketsHttpHandler CreateHandler(HubOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A compressed body could not be resumed, and could unpack to any size.
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.SilenceLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };

    /// <summary>Requests a body, from a given byte on.</summary>
    /// <param name="address">The address on the hub.</param>
    /// <param name="subject">What is requested, for messages.</param>
    /// <param name="model">The repository that it belongs to.</param>
    /// <param name="from">The first byte to request; 0 requests all.</param>
    /// <param name="entityTag">
    /// The version of the earlier bytes; the server sends another version from its beginning.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A response with status 200 or 206; the caller disposes it.</returns>
    /// <exception cref="HubException">The hub cannot be reached, or refuses.</exception>
    public async Task<HubResponse> GetAsync(
        Uri address, string subject, ModelReference model, long from, EntityTagHeaderValue? entityTag,
        CancellationToken cancellationToken)
    {
        var linked = (Tag: (string?)null, Size: (long?)null);
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            var sendsToken = MaySendToken(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (sendsToken)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                if (entityTag is { IsWeak: false })
                    request.Headers.IfRange = new RangeConditionHeaderValue(entityTag);
            }

            var response = await SendAsync(request, subject, cancellationToken).ConfigureAwait(false);
            try
            {
                if (IsRedirect(response.StatusCode) && response.Headers.Location is { } location)
                {
                    linked = (
                        Header(response, "X-Linked-ETag")?.Trim('"') ?? linked.Tag,
                        ParseSize(Header(response, "X-Linked-Size")) ?? linked.Size);
                    if (!Uri.TryCreate(address, location, out var target))
                    {
                        throw new HubException(
                            subject, "the hub redirects to something that is not an address", "check HF_ENDPOINT");
                    }
                    RefuseUnsafe(address, target, subject);
                    address = target;
                    continue;
                }
                if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
                    throw HubFailure.FromStatus(response, subject, model, _options, sendsToken);
                var result = new HubResponse(response, subject, linked.Tag, linked.Size, _options.SilenceLimit);
                response = null;
                return result;
            }
            finally
            {
                response?.Dispose();
            }
        }
        throw new HubException(
            subject, $"the hub redirects more than {MaxRedirects} times", "check HF_ENDPOINT, or try again later");
    }

    /// <summary>Requests a JSON document of limited length.</summary>
    /// <returns>Its bytes and the address of its next page, if there is one.</returns>
    public async Task<(ReadOnlyMemory<byte> Json, Uri? Next)> GetJsonAsync(
        Uri address, string subject, ModelReference model, CancellationToken cancellationToken)
    {
        // A very slow server is never silent, so the whole list has a limit too.
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(10 * _options.SilenceLimit);
        try
        {
            using var response = await GetAsync(address, subject, model, 0, null, limited.Token).ConfigureAwait(false);
            var buffer = new MemoryStream();
            var chunk = new byte[1 << 16];
            for (int read; (read = await response.ReadAsync(chunk, limited.Token).ConfigureAwait(false)) > 0;)
            {
                if (buffer.Length + read > MaxJson)
                {
                    throw new HubException(
                        subject, $"the hub's list of files is longer than {MaxJson >> 20} MB", "check HF_ENDPOINT");
                }
                buffer.Write(chunk, 0, read);
            }
            return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), response.NextPage(address));
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(
                subject, $"{address.Host} is too slow to send its list of files",
                "try again later, or check HF_ENDPOINT", error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string subject, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_options.SilenceLimit);
        try
        {
            var response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            _wasReached = true;
            return response;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw HubFailure.Silence(request.RequestUri!, subject, _options.SilenceLimit, error);
        }
        catch (HttpRequestException error)
        {
            // Without any connection so far the user is probably offline and is told so at once; otherwise retries make
            // sense.
            throw HubFailure.FromConnection(error, request.RequestUri!, subject, isTemporary: _wasReached);
        }
    }

    /// <summary>
    /// Only the hub itself gets the token: the same scheme, host and port. An unencrypted connection would expose it,
    /// so it is sent over one only within this machine.
    /// </summary>
    private bool MaySendToken(Uri address) =>
        _options.Token is not null
        && Uri.Compare(
            address, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase) == 0
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    internal static void RefuseUnsafe(Uri from, Uri to, string subject)
    {
        if (to.Scheme != Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttp)
        {
            throw new HubException(
                subject, $"the hub redirects to something that is not a web address ({to.Scheme}:)",
                "check HF_ENDPOINT");
        }
        if (from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps)
        {
            throw new HubException(
                subject, $"{from.Host} redirects to an unencrypted address on {to.Host}", "check HF_ENDPOINT");
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    internal static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static long? ParseSize(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
}
