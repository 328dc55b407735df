using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Clip.Server.Hosting;

/// <summary>What a server behind a reverse proxy takes for its own address.</summary>
internal static class ProxyRules
{
    /// <summary>
    /// Believes the headers of trusted proxies, and puts the path base into addresses, whether the proxy has taken it
    /// off the path or not.
    /// </summary>
    public static void UseProxyRules(this IApplicationBuilder application, ListenOptions listen)
    {
        if (listen.TrustedProxies.Count > 0)
            application.UseForwardedHeaders(Options(listen));
        if (listen.PathBase.Length == 0)
            return;
        application.UsePathBase(listen.PathBase);
        application.Use((context, next) =>
        {
            if (!context.Request.PathBase.HasValue)
                context.Request.PathBase = new PathString(listen.PathBase);
            return next(context);
        });
    }

    private static ForwardedHeadersOptions Options(ListenOptions listen)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.All,
            // Any number of trusted proxies may be in a row.
            ForwardLimit = null,
        };
        // This machine's own address is among the defaults, and browsers here send from it.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in listen.TrustedProxies)
            options.KnownIPNetworks.Add(proxy);
        return options;
    }
}
