using System.Diagnostics;
using Clip.Server.Bodies;
using Clip.Server.Metrics;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Security;

/// <summary>
/// What surrounds every endpoint: who may call it, and what a client is told when it fails. Part of the endpoints and
/// not of the pipeline, so that an application that mounts them cannot forget it.
/// </summary>
internal sealed partial class RequestGuard
{
    private static readonly TimeSpan SlowRequest = TimeSpan.FromSeconds(5);

    private readonly ApiKey _key;
    private readonly HostRule _hosts;
    private readonly OriginRule _origins;
    private readonly bool _isShared;
    private readonly ServerMetrics _metrics;
    private readonly ILogger _log;

    /// <exception cref="ArgumentException">An allowed host or origin is none.</exception>
    public RequestGuard(ClipServerOptions options, ServerMetrics metrics, ILogger<RequestGuard> log)
    {
        (_metrics, _log) = (metrics, log);
        _key = new ApiKey(options.ApiKey);
        _hosts = new HostRule(options.AllowedHosts);
        _origins = new OriginRule(options.AllowedOrigins, _hosts);
        _isShared = options.AllowedOrigins.Count > 0;
    }

    /// <summary>Surrounds an endpoint.</summary>
    public RequestDelegate Wrap(RequestDelegate endpoint, Access access, ErrorShape shape) =>
        context => RunAsync(endpoint, access, shape, context);

    /// <summary>Answers what a browser asks before a request from a page of another origin.</summary>
    public Task PreflightAsync(HttpContext context)
    {
        var response = context.Response;
        if (!_origins.IsAllowed(context.Request.Headers.Origin.ToString()))
            throw new RequestException(405, "This server answers no requests of other sites' pages.");
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, POST";
        // Clients of OpenAI and of the Model Context Protocol add headers of their own, which mean nothing here.
        var asked = context.Request.Headers.AccessControlRequestHeaders;
        response.Headers.AccessControlAllowHeaders = asked.Count > 0 ? asked : "Authorization, Content-Type";
        response.Headers.Append("Vary", "Access-Control-Request-Headers");
        response.Headers.AccessControlMaxAge = "600";
        return Task.CompletedTask;
    }

    private async Task RunAsync(RequestDelegate endpoint, Access access, ErrorShape shape, HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        var route = RouteOf(context);
        using var running = _metrics.Begin();
        try
        {
            Harden(context.Response);
            Check(context, access);
            if (!PercentText.IsUtf8(context.Request.QueryString.Value))
                throw new RequestException(400, "The address's query is not UTF-8; percent-encode it in UTF-8.");
            await endpoint(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody reads an answer.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error)
        {
            await FailAsync(context, route, error, shape).ConfigureAwait(false);
        }
        var elapsed = Stopwatch.GetElapsedTime(began);
        _metrics.Count(route, context.Response.StatusCode, elapsed);
        LogAnswer(
            elapsed > SlowRequest ? LogLevel.Warning : LogLevel.Debug, context.Request.Method, route,
            context.Response.StatusCode, elapsed.TotalMilliseconds);
    }

    private async Task FailAsync(HttpContext context, string route, Exception error, ErrorShape shape)
    {
        var answer = RequestErrors.Of(error);
        var (status, reason) = (ProblemWriter.StatusOf(answer, shape), answer.Reason);
        if (RequestErrors.IsInternal(answer))
            LogFailure(error, context.Request.Method, route);
        else
            // Some clients show their user the status alone, so the reason must be here.
            LogRefusal(context.Request.Method, route, status, reason);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        await ProblemWriter.WriteAsync(context, answer, shape).ConfigureAwait(false);
    }

    /// <exception cref="RequestException">The request may not be answered.</exception>
    private void Check(HttpContext context, Access access)
    {
        var request = context.Request;
        if (!_hosts.Allows(context))
        {
            throw new RequestException(
                421, $"This server does not answer for the host '{request.Host.Host}'; its operator can allow it.");
        }
        var origin = request.Headers.Origin.ToString();
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method);
        if (!isSafe && !_origins.Allows(context))
            throw new RequestException(403, "This server answers no requests of other sites' pages.");
        if (origin.Length > 0 && _origins.IsAllowed(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = "Retry-After, WWW-Authenticate";
        }
        if (access == Access.Key && !HttpMethods.IsOptions(request.Method) && !_key.Allows(request))
        {
            throw new RequestException(401, "This server needs its API key: send Authorization: Bearer KEY.")
            {
                Code = "invalid_api_key",
            };
        }
    }

    private void Harden(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        // A picture element of an allowed page sends no Origin that could be looked at.
        response.Headers["Cross-Origin-Resource-Policy"] = _isShared ? "cross-origin" : "same-origin";
        if (_isShared)
            response.Headers.Append("Vary", "Origin");
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
    }

    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "other";

    [LoggerMessage(Message = "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    private partial void LogAnswer(LogLevel level, string method, string route, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} answered {Status}: {Reason}")]
    private partial void LogRefusal(string method, string route, int status, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private partial void LogFailure(Exception error, string method, string route);
}
