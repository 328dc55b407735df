using System.Net.Sockets;
using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>Says what an error of the database means to its user.</summary>
internal static class StoreErrors
{
    /// <summary>What the driver says where the server asks for a password, and none is known.</summary>
    private const string NoPassword = "No password has been provided";

    private const string GivePassword = "give the password of the user in PGPASSWORD or ~/.pgpass";

    /// <summary>What an error means to the user of a database.</summary>
    /// <param name="address">What errors call the database.</param>
    /// <param name="error">What the driver says.</param>
    /// <param name="grant">The commands that give the user the rights that it may lack; null for none.</param>
    public static StoreException From(string address, Exception error, string? grant = null) => error switch
    {
        StoreException known => known,
        PostgresException answer => FromServer(address, answer, grant),
        NpgsqlException when error.Message.StartsWith(NoPassword, StringComparison.Ordinal) => new StoreException(
            StoreFault.LoginRefused, address, "asks for a password, and none is given", GivePassword, error),
        NpgsqlException { InnerException: SocketException or TimeoutException } => new StoreException(
            StoreFault.Unreachable, address, $"cannot be reached: {Reason(error)}",
            "check the address, and that the server runs and accepts connections from here", error),
        NpgsqlException { InnerException: IOException } => new StoreException(
            StoreFault.ConnectionLost, address, "the connection was lost",
            "try again; what was reported done is kept", error),
        _ => new StoreException(StoreFault.Other, address, error.Message, cause: error),
    };

    /// <summary>Whether the same call may succeed if it is made again.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException answer => answer.SqlState is PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable || answer.IsTransient
            || answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        NpgsqlException npgsql => npgsql.IsTransient,
        _ => false,
    };

    /// <summary>Whether the server ended a transaction because it and another one waited for each other.</summary>
    public static bool IsConflict(StoreException error) => StateOf(error)
        is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>
    /// Whether a connection ended that was there before, as those do that wait in the pool while the server restarts.
    /// </summary>
    public static bool IsLost(Exception error) => error switch
    {
        StoreException { InnerException: { } cause } => IsLost(cause),
        PostgresException answer => answer.SqlState
            is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: IOException } => true,
        _ => false,
    };

    /// <summary>The code of the server's answer, or null where it is not the server that refused.</summary>
    public static string? StateOf(StoreException error) => (error.InnerException as PostgresException)?.SqlState;

    private static StoreException FromServer(string address, PostgresException error, string? grant) =>
        error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                new StoreException(
                    StoreFault.LoginRefused, address, error.MessageText,
                    "check the user, and give the password in PGPASSWORD or ~/.pgpass", error),
            PostgresErrorCodes.InvalidCatalogName => new StoreException(
                StoreFault.NoDatabase, address, error.MessageText, "create it with: createdb", error)
            {
                Command = "CREATE DATABASE",
            },
            PostgresErrorCodes.InsufficientPrivilege => new StoreException(
                StoreFault.NoRights, address, error.MessageText,
                grant is null ? "have its owner grant the right" : $"have its owner run: {grant}", error)
            {
                Command = grant,
            },
            PostgresErrorCodes.ReadOnlySqlTransaction => new StoreException(
                StoreFault.ReadOnly, address, "may only be read: it is a replica, or set to be read-only",
                "name the server that is written; one that is merely set so is freed with: "
                + "ALTER DATABASE name RESET default_transaction_read_only;", error)
            {
                Command = "ALTER DATABASE name RESET default_transaction_read_only;",
            },
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new StoreException(
                    StoreFault.Unreachable, address, $"cannot be reached: {error.MessageText}", "try again later",
                    error),
            _ => new StoreException(StoreFault.Other, address, error.MessageText, error.Hint, error),
        };

    private static string Reason(Exception error) =>
        error.InnerException is SocketException socket ? socket.Message : "no answer within the time limit";
}
