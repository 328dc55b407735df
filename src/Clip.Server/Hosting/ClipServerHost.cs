using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Clip.Server.Hosting;

/// <summary>
/// A server of its own on Kestrel. It reads no configuration file and no environment variable: what it does is what it
/// is told.
/// </summary>
internal sealed class ClipServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ClipServerHost(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>The address of the page.</summary>
    public Uri Address { get; }

    /// <summary>The services, for tests.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">What it offers.</param>
    /// <param name="listen">Where it listens.</param>
    /// <param name="extend">Adds logs and telemetry; null for none.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ClipException">The address cannot be used.</exception>
    public static async Task<ClipServerHost> StartAsync(
        Action<ClipServerOptions> configure, ListenOptions listen, Action<IHostApplicationBuilder>? extend = null,
        CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = listen.Limits.Shutdown);
        builder.Services.AddClipServer(configure);
        extend?.Invoke(builder);
        var application = builder.Build();
        application.UseProxyRules(listen);
        application.UseRouting();
        application.MapClip();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // A service that has not begun yet is canceled, which the host would report as its failure otherwise.
            application.Lifetime.StopApplication();
            // Waits for the models, which may be loading.
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
            await application.DisposeAsync().ConfigureAwait(false);
            if (error is not (IOException or SocketException))
                throw;
            var isTaken = error.InnerException is not null
                || error.Message.Contains("in use", StringComparison.Ordinal);
            throw CannotListen(listen, isTaken, error);
        }
        return new ClipServerHost(application, AddressOf(application, listen));
    }

    /// <summary>The error that an address cannot be listened on.</summary>
    public static ClipException CannotListen(ListenOptions listen, bool isTaken, Exception error) => new(
        $"{listen.Address}:{listen.Port}",
        isTaken ? "is in use by another program" : "cannot be listened on",
        "choose another port", error);

    /// <summary>Finishes the requests that run, for a few seconds, and cancels the others.</summary>
    public Task StopAsync() => _application.StopAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ListenOptions listen)
    {
        var limits = listen.Limits;
        var slowest = new MinDataRate(limits.SlowestRate, limits.SlowGrace);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MostConnections;
        kestrel.Limits.RequestHeadersTimeout = limits.Headers;
        kestrel.Limits.KeepAliveTimeout = limits.Idle;
        kestrel.Limits.MinRequestBodyDataRate = slowest;
        kestrel.Limits.MinResponseDataRate = slowest;
        kestrel.Listen(listen.Address, listen.Port, endpoint =>
        {
            if (listen.Certificate is not { } certificate)
                return;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate.Current,
                }),
            });
        });
    }

    private static Uri AddressOf(WebApplication application, ListenOptions listen)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var bound = new Uri(addresses.Addresses.First());
        var host = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any)
            ? Environment.MachineName
            : bound.Host;
        return new UriBuilder(bound.Scheme, host, bound.Port, listen.PathBase.TrimEnd('/') + "/").Uri;
    }
}
