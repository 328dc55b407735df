using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Clip.Hosting;

/// <summary>
/// Loads the model before the application has started, so that no request waits for it, and an application whose model
/// cannot be used does not start.
/// </summary>
internal sealed class WarmUpService(SharedModel model, IOptions<ClipOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var towers = options.Value.WarmUp;
        if (towers == ClipTowers.None)
            return;
        var loaded = await model.GetAsync(cancellationToken).ConfigureAwait(false);
        await loaded.WarmUpAsync(towers, cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
