using System.Reflection;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Page;

/// <summary><c>GET /</c>: the web page and its files, which lie in this assembly.</summary>
internal static class WebPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task HandleAsync(HttpContext context)
    {
        var file = (string?)context.Request.RouteValues["file"] ?? "index.html";
        var type = Path.GetExtension(file) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            _ => null,
        };
        await using var content = type is null
            ? null
            : Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{file}");
        if (content is null)
            throw RequestException.NotFound("The page has no such file.");
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-cache";
        response.ContentType = type;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await content.CopyToAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
