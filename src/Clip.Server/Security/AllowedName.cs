namespace Clip.Server.Security;

/// <summary>Reads the hosts and origins that an operator allows, as people copy them from an address.</summary>
internal static class AllowedName
{
    private const string SchemeEnd = "://";

    /// <summary>
    /// A host without scheme, port and path, which do not count: <c>clip.example</c> of
    /// <c>https://clip.example:443/</c>.
    /// </summary>
    /// <param name="text">What the operator wrote.</param>
    /// <returns>The host; null where the text names none.</returns>
    public static string? Host(string text)
    {
        var host = text.Trim();
        var scheme = host.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme >= 0)
            host = host[(scheme + SchemeEnd.Length)..];
        host = host.Split('/')[0];
        // A colon is also part of an IPv6 address, which has brackets where a port follows.
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && (host.IndexOf(':') == colon || host[colon - 1] == ']'))
            host = host[..colon];
        host = host.Trim('[', ']').TrimEnd('.');
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : host;
    }

    /// <summary>An origin as browsers send it: without a path, and without the port that its scheme implies.</summary>
    /// <param name="text">What the operator wrote.</param>
    /// <returns>The origin; null where the text is none.</returns>
    public static string? Origin(string text) =>
        text.Contains(SchemeEnd, StringComparison.Ordinal)
        && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, UserInfo: "" }
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;
}
