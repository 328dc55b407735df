using System.Net;
using Clip.Server;
using Clip.Server.Hosting;

namespace Clip.Benchmarks.Serving;

/// <summary>A server of the gallery in this process.</summary>
internal sealed class LoadedServer : IDisposable
{
    private readonly ClipModel _model;
    private readonly ClipServerHost _host;

    private LoadedServer(ClipModel model, ClipServerHost host)
    {
        (_model, _host) = (model, host);
        Client = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = host.Address,
        };
    }

    /// <summary>A client with as many connections as it needs.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="gallery">A folder of pictures; null for embeddings alone.</param>
    /// <param name="configure">Changes its options.</param>
    public static LoadedServer Start(string? gallery, Action<ClipServerOptions> configure)
    {
        var model = ClipModel.Load(Checkout.Model);
        var host = ClipServerHost.StartAsync(
            options =>
            {
                options.Models.Add(new MountedModelOptions("clip-mini", model));
                if (gallery is not null)
                {
                    options.Libraries.Add(new MountedLibraryOptions(
                        "clip-mini", "clip-mini", [new SearchedFolder(IndexLocation.For(gallery))])
                    { Update = false });
                }
                configure(options);
            },
            new ListenOptions(IPAddress.Loopback, 0)).GetAwaiter().GetResult();
        return new LoadedServer(model, host);
    }

    public void Dispose()
    {
        Client.Dispose();
        _host.StopAsync().GetAwaiter().GetResult();
        _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _model.Dispose();
    }
}
