using Clip.Cli.Output;

namespace Clip.Cli.Options;

/// <summary>Tells that the replica of a database is away, so that the database itself is read.</summary>
internal static class ReplicaNotice
{
    /// <summary>What writes a notice to the terminal of the verb that runs; null outside of verbs.</summary>
    /// <param name="store">The database.</param>
    public static Action<StoreException>? Of(PostgresStore store) => VerbTerminal.Current is { } terminal
        ? error => terminal.Warn($"{error.Subject}: {error.Problem}; reading from {store.Address} for now")
        : null;
}
