using System.Net;
using System.Net.Sockets;

namespace Clip.Server.Fetching;

/// <summary>
/// Tells addresses on the public internet from those that only this machine or its network can reach.
/// </summary>
internal static class PublicAddress
{
    // IANA's special-purpose registries (RFC 6890 and its updates) and multicast.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Only global unicast is public in IPv6; of that, these parts are not.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] SpecialV6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }
            .Select(IPNetwork.Parse),
    ];

    /// <summary>Whether an address is public.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Special.Any(network => network.Contains(address));
        return address.AddressFamily == AddressFamily.InterNetworkV6
            && GlobalUnicast.Contains(address)
            && !SpecialV6.Any(network => network.Contains(address));
    }
}
