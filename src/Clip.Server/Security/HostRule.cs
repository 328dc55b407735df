using System.Net;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Security;

/// <summary>
/// Which names a request may be addressed to. After DNS rebinding, a page of another site reaches this server under its
/// own name, and only the Host header tells.
/// </summary>
internal sealed class HostRule
{
    private readonly HashSet<string> _named;
    private readonly HashSet<string> _own;

    /// <exception cref="ArgumentException">One of them is no host.</exception>
    public HostRule(IEnumerable<string> allowed)
    {
        var machine = Environment.MachineName;
        _named = new HashSet<string>(allowed.Select(Named), StringComparer.OrdinalIgnoreCase);
        _own = new HashSet<string>(["localhost", machine, machine + ".local"], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the operator has named a host as this server's.</summary>
    public bool IsNamed(string host) => _named.Contains(Normalize(host));

    /// <summary>Whether the request is addressed to this server.</summary>
    public bool Allows(HttpContext context)
    {
        var (request, local) = (context.Request, context.Connection.LocalIpAddress);
        if (!request.Host.HasValue || !Allows(request.Host.Host, local))
            return false;
        // Where a proxy's word replaced the host, both must be this server's: a web page can claim to be the proxy.
        var original = request.Headers["X-Original-Host"].ToString();
        return original.Length == 0 || Allows(new HostString(original).Host, local);
    }

    /// <summary>Whether a host is one of this server's.</summary>
    /// <param name="host">A name or an address, without a port.</param>
    /// <param name="local">The address that the connection was made to.</param>
    public bool Allows(string host, IPAddress? local)
    {
        var name = Normalize(host);
        if (_named.Contains(name) || _own.Contains(name)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        return IPAddress.TryParse(name, out var address)
            && (IPAddress.IsLoopback(address) || (local is not null && Plain(address).Equals(Plain(local))));
    }

    private static string Named(string text) =>
        AllowedName.Host(text) ?? throw new ArgumentException($"'{text}' is no host name.");

    private static string Normalize(string host) => host.Trim().Trim('[', ']').TrimEnd('.');

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
