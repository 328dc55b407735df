namespace Clip;

/// <summary>How far a read replica of a store is behind the store's own server.</summary>
/// <param name="Address">The replica.</param>
/// <param name="BehindBytes">
/// What was written and is not repeated yet, in bytes of the write-ahead log; null where it follows no other server.
/// </param>
/// <param name="Behind">
/// How old the newest change is that the replica has; zero where it has all, null where it follows no other server.
/// </param>
public sealed record StoreReplicaState(string Address, long? BehindBytes, TimeSpan? Behind);
