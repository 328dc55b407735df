using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Says where the replica of a database is away, so that the database itself is read.</summary>
internal static class ReplicaNotice
{
    /// <summary>Writes it to a terminal whenever that happens.</summary>
    public static void To(Terminal terminal) => StoreOptions.OnReplicaPassedOver += (store, error) => terminal.Warn(
        $"{error.Subject}: {error.Problem}; reading from {store.Address} for now");
}
