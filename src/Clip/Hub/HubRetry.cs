using Polly;
using Polly.Retry;

namespace Clip.Hub;

/// <summary>Repeats a request that failed for a reason that may pass: pauses of 1, 2, 4, ... seconds, or what the server asks for.</summary>
internal static class HubRetry
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A server that asks for more is told of rather than waited for.</summary>
    public static readonly TimeSpan LongestAskedPause = TimeSpan.FromMinutes(5);

    /// <param name="retries">How often to try again.</param>
    /// <param name="time">Where the pauses come from.</param>
    /// <param name="onPause">Told of every pause and of what made it necessary.</param>
    public static ResiliencePipeline Build(int retries, TimeProvider time, Action<TimeSpan, HubException> onPause)
    {
        if (retries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is HubException { IsTransient: true }),
                MaxRetryAttempts = retries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                // Many clients that were cut off together must not come back together.
                UseJitter = true,
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as HubException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    onPause(arguments.RetryDelay, (HubException)arguments.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
    }
}
