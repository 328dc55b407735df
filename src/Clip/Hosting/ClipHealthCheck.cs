using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Clip.Hosting;

/// <summary>
/// Healthy if the model encodes and the index, where there is one to search, can be read. Says which model, device and
/// index.
/// </summary>
internal sealed class ClipHealthCheck(SharedModel shared, IOptions<ClipOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        Dictionary<string, object> data = [];
        try
        {
            var model = await shared.GetAsync(cancellationToken).ConfigureAwait(false);
            data["model"] = model.Name;
            data["dimensions"] = model.Dimensions;
            var tower = model.TextGraph is null ? ClipTowers.Image : ClipTowers.Text;
            await model.WarmUpAsync(tower, cancellationToken).ConfigureAwait(false);
            foreach (var device in model.Devices)
                data[$"device.{device.Tower}"] = device.Device.Name;
            if (options.Value.Folder is { } folder)
            {
                using var index = PictureIndex.Open(folder, new PictureIndexOptions
                {
                    IndexFolder = options.Value.IndexFolder,
                    ModelFingerprint = model.Fingerprint,
                });
                data["pictures"] = index.PictureCount;
            }
            return HealthCheckResult.Healthy("The model encodes.", data);
        }
        catch (IndexException error) when (error.Fault == IndexFault.Missing)
        {
            return HealthCheckResult.Degraded("The model encodes; the folder is not indexed yet.", error, data);
        }
        catch (Exception error) when (error is ClipException or ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, error.Message, error, data);
        }
    }
}
