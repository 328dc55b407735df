using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Clip.Hub;

/// <summary>Turns what went wrong between here and the hub into one line: what was asked for, what happened, what to do.</summary>
internal static partial class HubFailure
{
    private const string TryLater = "try again later; what has arrived is kept";

    public static HubException FromStatus(HttpResponseMessage response, string subject, ModelReference model, HubOptions options, bool sentToken)
    {
        // The hub tells a missing repository from a gated one in this header; a mirror may not.
        var code = HubConnection.Header(response, "X-Error-Code");
        var page = options.At(model.Repository);
        var status = (int)response.StatusCode;
        if (IsContentNetwork(response, options))
            return FromContentNetwork(response, subject, status);
        return (response.StatusCode, code) switch
        {
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, "GatedRepo") => new HubException(
                model.ToString(), "is gated: its authors want its licence accepted first",
                sentToken
                    ? $"accept it at {page} with the account that the token belongs to"
                    : $"accept it at {page} and set HF_TOKEN"),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, _)
                when options.Token is not null && !sentToken => new HubException(
                model.ToString(), $"the hub answers {status}, and the token was not sent because {options.Endpoint.Host} is not reached over https",
                "use an https address in HF_ENDPOINT"),
            (HttpStatusCode.Unauthorized, _) when sentToken && code != "RepoNotFound" => new HubException(
                model.ToString(), "the hub does not accept the token (401)", "make a new one at https://huggingface.co/settings/tokens and set HF_TOKEN"),
            (HttpStatusCode.Unauthorized, _) => new HubException(
                model.ToString(), "does not exist, or is private or gated (401)",
                sentToken ? "check the name, and whether the token may read it" : $"check the name; for a gated model, accept its licence at {page} and set HF_TOKEN"),
            (HttpStatusCode.Forbidden, _) => new HubException(
                model.ToString(), "the hub forbids the download (403)",
                sentToken ? $"accept its licence at {page} with the account that the token belongs to" : $"accept its licence at {page} and set HF_TOKEN"),
            (HttpStatusCode.NotFound, "RevisionNotFound") => new HubException(
                model.Repository, $"has no revision '{model.Revision}' (404)", $"see its branches and tags at {page}/tree/main"),
            (HttpStatusCode.NotFound, _) when subject != model.ToString() => new HubException(
                subject, "is listed, but not there (404)", TryLater),
            (HttpStatusCode.NotFound, "RepoNotFound") => new HubException(
                model.Repository, "does not exist (404)", "check the name"),
            (HttpStatusCode.NotFound, _) => new HubException(
                model.ToString(), model.Revision == ModelReference.DefaultRevision ? "does not exist (404)" : "there is no such repository or revision (404)",
                "check the name and the revision"),
            (HttpStatusCode.ProxyAuthenticationRequired, _) => new HubException(
                subject, "the proxy wants a user and a password (407)", "put them into HTTPS_PROXY: http://user:password@host:port"),
            (HttpStatusCode.RequestedRangeNotSatisfiable, _) => new HubException(
                subject, "the hub has fewer bytes of it than are here already (416)", TryLater)
            { IsBeyondEnd = true },
            _ => Refusal(response, subject, status),
        };
    }

    public static HubException FromConnection(HttpRequestException error, Uri address, string subject, bool mayPass)
    {
        var (problem, remedy, isTransient) = error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => (
                $"the host {address.Host} is not known", "check the network, HF_ENDPOINT and, behind a proxy, HTTPS_PROXY", mayPass),
            HttpRequestError.ConnectionError => (
                $"{address.Host} cannot be reached", "check the network, HF_ENDPOINT and, behind a proxy, HTTPS_PROXY", mayPass),
            HttpRequestError.ProxyTunnelError => (
                $"the proxy does not connect to {address.Host}{Status(error)}", "check HTTPS_PROXY and its user and password", false),
            HttpRequestError.SecureConnectionError => (
                $"no secure connection to {address.Host} ({error.InnerException?.Message ?? error.Message})", "check the clock, and whether a proxy replaces certificates", false),
            _ => ($"the connection to {address.Host} broke", TryLater, true),
        };
        return new HubException(subject, problem, remedy, error) { IsTransient = isTransient };
    }

    public static HubException Silence(Uri address, string subject, TimeSpan limit, Exception error) => new(
        subject, string.Create(CultureInfo.InvariantCulture, $"{address.Host} has been silent for {limit.TotalSeconds:0.#} s"), TryLater, error)
    { IsTransient = true };

    /// <summary>What stands for neither a missing model nor a missing right: overload and trouble of the server's own.</summary>
    private static HubException Refusal(HttpResponseMessage response, string subject, int status)
    {
        var isTransient = status is 408 or 425 or 429 or >= 500;
        var pause = isTransient ? PauseOf(response) : null;
        if (pause > HubRetry.LongestAskedPause)
        {
            return new HubException(
                subject, $"the hub answers {status} and asks to be left alone for {Minutes(pause.Value)}", status == 429 ? "wait, or set HF_TOKEN for a higher limit" : "try again then");
        }
        var problem = status == 429 ? "the hub answers that there were too many requests (429)" : $"the hub answers {status} {response.ReasonPhrase}".TrimEnd();
        return new HubException(subject, problem, status == 429 ? "wait a while, or set HF_TOKEN for a higher limit" : isTransient ? TryLater : "check HF_ENDPOINT")
        {
            IsTransient = isTransient,
            RetryAfter = pause,
        };
    }

    /// <summary>A signed address that has expired meanwhile is answered 401 or 403; asking the hub again gives a new one.</summary>
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
        response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority) != options.Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>What <c>Retry-After</c> asks for, or the seconds until the hub's rate limit begins anew.</summary>
    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (response.Headers.Date ?? date),
            _ => HubConnection.Header(response, "RateLimit") is { } limit && SecondsLeft().Match(limit) is { Success: true } match
                ? TimeSpan.FromSeconds(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
                : (TimeSpan?)null,
        };
        return asked >= TimeSpan.Zero ? asked : null;
    }

    private static string Minutes(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} minutes");

    private static string Status(HttpRequestException error) => error.StatusCode is { } status ? $" ({(int)status})" : "";

    [GeneratedRegex(@";\s*t=([0-9]{1,6})\b")]
    private static partial Regex SecondsLeft();
}
