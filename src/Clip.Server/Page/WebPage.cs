using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clip.Server.Page;

/// <summary><c>GET /</c>: the web page and its files, which lie in this assembly.</summary>
internal static class WebPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task HandleAsync(HttpContext context)
    {
        var name = (string?)context.Request.RouteValues["file"] ?? "index.html";
        if (!PageFile.All.TryGetValue(name, out var file))
            throw RequestException.NotFound("The page has no such file.");
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        // Browsers ask each time whether their copy is still right, so that all files are of one version.
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        var tag = new EntityTagHeaderValue(file.Tag);
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(other =>
                other.Compare(tag, useStrongComparison: false) || other.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = file.Type;
        response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(file.Content, context.RequestAborted).ConfigureAwait(false);
    }
}
