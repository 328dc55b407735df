using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>The memory that the bodies of all requests share. Requests beyond it are turned away, not queued.</summary>
internal sealed class BodyBudget(ClipServerOptions options)
{
    private long _taken;

    /// <summary>Bytes taken at this moment.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes memory for a request, which gives it back.</summary>
    /// <exception cref="RequestException">Too much is taken.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= options.MaxTotalBodyBytes)
            return;
        Return(bytes);
        throw RequestException.Busy(retryAfter: 1);
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
