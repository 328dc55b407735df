using Polly;
using Polly.Retry;

namespace Clip.Hub;

/// <summary>
/// Repeats a request that failed for a temporary reason, after 1, 2, 4, ... seconds or the pause that the server asks
/// for.
/// </summary>
internal static class HubRetry
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A longer pause is reported to the user instead of waited for.</summary>
    public static readonly TimeSpan LongestAskedPause = TimeSpan.FromMinutes(5);

    /// <param name="retries">How often to repeat a request.</param>
    /// <param name="time">The clock for the pauses.</param>
    /// <param name="onPause">Called with every pause and the error that caused it.</param>
    public static ResiliencePipeline Build(int retries, TimeProvider time, Action<TimeSpan, HubException> onPause)
    {
        if (retries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static arguments =>
                    ValueTask.FromResult(arguments.Outcome.Exception is HubException { IsTransient: true }),
                MaxRetryAttempts = retries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                // Many clients that lost the connection at the same time must not return at the same time.
                UseJitter = true,
                DelayGenerator = static arguments =>
                    ValueTask.FromResult((arguments.Outcome.Exception as HubException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    onPause(arguments.RetryDelay, (HubException)arguments.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
    }
}
