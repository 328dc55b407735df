using Polly;

namespace Clip.Hub;

/// <summary>What all downloads of one pull share.</summary>
/// <param name="Connection">The hub.</param>
/// <param name="Cache">The repository's folders in the cache.</param>
/// <param name="Counter">Counts the bytes.</param>
/// <param name="Retry">Repeats requests that failed for a temporary reason.</param>
/// <param name="Time">The clock for waiting for other programs.</param>
internal sealed record PullContext(
    HubConnection Connection, RepositoryCache Cache, PullCounter Counter, ResiliencePipeline Retry, TimeProvider Time);
