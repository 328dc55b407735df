using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Clip.Hub;

/// <summary>
/// Describes errors of the connection to the hub: what was requested, what happened, what can be done.
/// </summary>
internal static partial class HubFailure
{
    private const string TryLater = "try again later; what has arrived is kept";

    public static HubException FromStatus(
        HttpResponseMessage response, string subject, ModelReference model, HubOptions options, bool sentToken)
    {
        // This header distinguishes a missing repository from a gated one; a mirror may not send it.
        var code = HubConnection.Header(response, "X-Error-Code");
        var page = options.At(model.Repository);
        var status = (int)response.StatusCode;
        if (IsContentNetwork(response, options))
            return FromContentNetwork(response, subject, status);
        var isDenied = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        if (isDenied && code == "GatedRepo")
        {
            return new HubException(
                model.ToString(), "is gated: its authors want its licence accepted first",
                sentToken
                    ? $"accept it at {page} with the account that the token belongs to"
                    : $"accept it at {page} and set HF_TOKEN");
        }
        var isRefused = isDenied || response.StatusCode == HttpStatusCode.NotFound;
        if (isRefused && options.Token is not null && !sentToken)
        {
            return new HubException(
                model.ToString(),
                $"the hub answers {status}, and the token was not sent because {options.Endpoint.Host} "
                + "is not reached over https",
                "use an https address in HF_ENDPOINT");
        }
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when sentToken && code != "RepoNotFound" => new HubException(
                model.ToString(), "the hub does not accept the token (401)",
                "make a new one at https://huggingface.co/settings/tokens and set HF_TOKEN"),
            HttpStatusCode.Unauthorized => new HubException(
                model.ToString(), "does not exist, or is private or gated (401)",
                sentToken
                    ? "check the name, and whether the token may read it"
                    : $"check the name; for a gated model, accept its licence at {page} and set HF_TOKEN"),
            HttpStatusCode.Forbidden => new HubException(
                model.ToString(), "the hub forbids the download (403)",
                sentToken
                    ? $"accept its licence at {page} with the account that the token belongs to"
                    : $"accept its licence at {page} and set HF_TOKEN"),
            HttpStatusCode.NotFound => NotFound(subject, model, page, code),
            HttpStatusCode.ProxyAuthenticationRequired => new HubException(
                subject, "the proxy wants a user and a password (407)",
                "put them into HTTPS_PROXY: http://user:password@host:port"),
            HttpStatusCode.RequestedRangeNotSatisfiable => new HubException(
                subject, "the hub has fewer bytes of it than are here already (416)", TryLater)
            {
                IsBeyondEnd = true,
            },
            _ => Refusal(response, subject, status),
        };
    }

    public static HubException FromConnection(
        HttpRequestException error, Uri address, string subject, bool isTemporary)
    {
        const string checkNetwork = "check the network, HF_ENDPOINT and, behind a proxy, HTTPS_PROXY";
        var (problem, remedy, isTransient) = error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => (
                $"the host {address.Host} is not known", checkNetwork, isTemporary),
            HttpRequestError.ConnectionError => (
                $"{address.Host} cannot be reached", checkNetwork, isTemporary),
            HttpRequestError.ProxyTunnelError => (
                $"the proxy does not connect to {address.Host}{Status(error)}",
                "check HTTPS_PROXY and its user and password", false),
            HttpRequestError.SecureConnectionError => (
                $"no secure connection to {address.Host} ({error.InnerException?.Message ?? error.Message})",
                "check the clock, and whether a proxy replaces certificates", false),
            _ => ($"the connection to {address.Host} broke", TryLater, true),
        };
        return new HubException(subject, problem, remedy, error) { IsTransient = isTransient };
    }

    public static HubException Silence(Uri address, string subject, TimeSpan limit, Exception error)
    {
        var seconds = limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return new HubException(subject, $"{address.Host} has been silent for {seconds} s", TryLater, error)
        {
            IsTransient = true,
        };
    }

    private static HubException NotFound(string subject, ModelReference model, Uri page, string? code)
    {
        if (code == "RevisionNotFound")
        {
            return new HubException(
                model.Repository, $"has no revision '{model.Revision}' (404)",
                $"see its branches and tags at {page}/tree/main");
        }
        if (subject != model.ToString())
            return new HubException(subject, "is listed, but not there (404)", TryLater);
        if (code == "RepoNotFound")
            return new HubException(model.Repository, "does not exist (404)", "check the name");
        var isDefault = model.Revision == ModelReference.DefaultRevision;
        return new HubException(
            model.ToString(), isDefault ? "does not exist (404)" : "there is no such repository or revision (404)",
            "check the name and the revision");
    }

    /// <summary>
    /// Statuses that mean neither a missing model nor a missing permission: overload and errors of the server.
    /// </summary>
    private static HubException Refusal(HttpResponseMessage response, string subject, int status)
    {
        var isTransient = status is 408 or 425 or 429 or >= 500;
        var isRateLimit = status == 429;
        var pause = isTransient ? PauseOf(response) : null;
        if (pause > HubRetry.LongestAskedPause)
        {
            return new HubException(
                subject, $"the hub answers {status} and asks to be left alone for {Minutes(pause.Value)}",
                isRateLimit ? "wait, or set HF_TOKEN for a higher limit" : "try again then");
        }
        var problem = isRateLimit
            ? "the hub answers that there were too many requests (429)"
            : $"the hub answers {status} {response.ReasonPhrase}".TrimEnd();
        var remedy = isRateLimit ? "wait a while, or set HF_TOKEN for a higher limit"
            : isTransient ? TryLater
            : "check HF_ENDPOINT";
        return new HubException(subject, problem, remedy) { IsTransient = isTransient, RetryAfter = pause };
    }

    /// <summary>
    /// The status for a signed address that has expired is 401 or 403; another request to the hub returns a new
    /// address.
    /// </summary>
    private static HubException FromContentNetwork(HttpResponseMessage response, string subject, int status)
    {
        var host = response.RequestMessage!.RequestUri!.Host;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new HubException(
                subject, $"{host}, which the hub redirects to, answers {status}", TryLater)
            { IsTransient = true },
            HttpStatusCode.RequestedRangeNotSatisfiable => new HubException(
                subject, $"{host} has fewer bytes of it than are here already (416)", TryLater)
            { IsBeyondEnd = true },
            _ => Refusal(response, subject, status),
        };
    }

    private static bool IsContentNetwork(HttpResponseMessage response, HubOptions options) =>
        response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority)
        != options.Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>The pause in <c>Retry-After</c>, or the seconds until the hub's rate limit is reset.</summary>
    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (response.Headers.Date ?? date),
            _ => RateLimitReset(response),
        };
        return asked >= TimeSpan.Zero ? asked : null;
    }

    private static TimeSpan? RateLimitReset(HttpResponseMessage response)
    {
        var match = SecondsLeft().Match(HubConnection.Header(response, "RateLimit") ?? "");
        return match.Success
            ? TimeSpan.FromSeconds(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Minutes(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} minutes");

    private static string Status(HttpRequestException error) =>
        error.StatusCode is { } status ? $" ({(int)status})" : "";

    [GeneratedRegex(@";\s*t=([0-9]{1,6})\b")]
    private static partial Regex SecondsLeft();
}
