using Clip.Server.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Hosting;

/// <summary>The models and libraries of a server without HTTP, for one client over a pair of streams.</summary>
internal static class ClipStdioHost
{
    // What an update has encoded is kept, and the process has ended soon after its input.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(2);

    /// <summary>Answers the client until its input ends.</summary>
    /// <param name="configure">What is offered.</param>
    /// <param name="input">The messages of the client.</param>
    /// <param name="output">The messages to it; nothing else is written there.</param>
    /// <param name="configureLog">Where the log goes; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public static async Task RunAsync(
        Action<ClipServerOptions> configure, Stream input, Stream output, Action<ILoggingBuilder>? configureLog = null,
        CancellationToken cancellationToken = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTime);
        builder.Services.AddClipServer(configure);
        if (configureLog is not null)
            configureLog(builder.Logging);
        using var host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await host.Services.GetRequiredService<McpStdioServer>().RunAsync(input, output, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }
}
