using Microsoft.AspNetCore.Http;

namespace Clip.Server.Security;

/// <summary>
/// Which web pages may call the server. A browser says where a request comes from; programs say nothing, and are
/// allowed.
/// </summary>
internal sealed class OriginRule(IEnumerable<string> allowed, HostRule hosts)
{
    private readonly HashSet<string> _allowed = new(
        allowed.Select(static text =>
            AllowedName.Origin(text) ?? throw new ArgumentException($"'{text}' is no origin.")),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a request that may change or cost something comes from a page of this server, of an allowed origin, or
    /// from no page at all.
    /// </summary>
    public bool Allows(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
            return IsAllowed(origin) || IsOwn(origin, context);
        // Node's fetch says Sec-Fetch-Mode without being a page; browsers say the site as well.
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    /// <summary>Whether pages of an origin may read answers.</summary>
    public bool IsAllowed(string origin) => _allowed.Contains(origin);

    private bool IsOwn(string origin, HttpContext context)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return false;
        if (!hosts.Allows(uri.Host, context.Connection.LocalIpAddress))
            return false;
        if (context.Request.Host.Port is { } port && uri.Port == port)
            return true;
        // Behind a proxy that ends TLS, the scheme differs, and it may have rewritten Host to this server's address.
        return uri.IsDefaultPort && (context.Request.Host.Port is null || hosts.IsNamed(uri.Host));
    }
}
