using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Hosting;

/// <summary>
/// A server of its own on Kestrel. It reads no configuration file and no environment variable: what it does is what it
/// is told.
/// </summary>
internal sealed class ClipServerHost : IAsyncDisposable
{
    private const int MostConnections = 1024;

    // Requests that run get this long; five seconds after being told to, the process has ended.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(4);

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
    /// <param name="configureLog">Where its log goes; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ClipException">The address cannot be used.</exception>
    public static async Task<ClipServerHost> StartAsync(
        Action<ClipServerOptions> configure, ListenOptions listen, Action<ILoggingBuilder>? configureLog = null,
        CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(65);
            kestrel.Listen(listen.Address, listen.Port);
        });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTime);
        builder.Services.AddClipServer(configure);
        if (configureLog is not null)
            configureLog(builder.Logging);
        var application = builder.Build();
        if (listen.PathBase.Length > 0)
            application.UsePathBase(listen.PathBase);
        application.UseRouting();
        application.MapClip();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            var isTaken = error.InnerException is not null
                || error.Message.Contains("in use", StringComparison.Ordinal);
            throw new ClipException(
                $"{listen.Address}:{listen.Port}",
                isTaken ? "is in use by another program" : "cannot be listened on",
                "choose another port", error);
        }
        return new ClipServerHost(application, AddressOf(application, listen));
    }

    /// <summary>Finishes the requests that run, for a few seconds, and cancels the others.</summary>
    public Task StopAsync() => _application.StopAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

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
