namespace Clip;

/// <summary>Why a database cannot be used as a store.</summary>
public enum StoreFault
{
    /// <summary>For a reason that is not one of the others; <see cref="ClipException.Problem"/> names it.</summary>
    Other,

    /// <summary>The address is not valid.</summary>
    InvalidAddress,

    /// <summary>No server answers.</summary>
    Unreachable,

    /// <summary>The server does not accept the user or the password.</summary>
    LoginRefused,

    /// <summary>The server has no such database.</summary>
    NoDatabase,

    /// <summary>The server does not offer the extension pgvector.</summary>
    NoExtension,

    /// <summary>
    /// The database lacks the extension, and the user may not create it. <see cref="StoreException.Command"/> does.
    /// </summary>
    ExtensionNotCreated,

    /// <summary>The extension is too old.</summary>
    OldExtension,

    /// <summary>The user lacks a right. <see cref="StoreException.Command"/> grants it.</summary>
    NoRights,

    /// <summary>A newer version of this library made the tables.</summary>
    TooNew,

    /// <summary>The store has no library of this name.</summary>
    NoLibrary,

    /// <summary>Several libraries of the store fit.</summary>
    SeveralLibraries,

    /// <summary>The connection was lost during the work.</summary>
    ConnectionLost,

    /// <summary>The server only answers what reads: it is a replica, or set to be read-only.</summary>
    ReadOnly,
}

/// <summary>A database cannot be used as a store of pictures. No message has a password in it.</summary>
public sealed class StoreException : ClipException
{
    internal StoreException(
        StoreFault fault, string address, string problem, string? remedy = null, Exception? cause = null)
        : base(address, problem, remedy, cause) => Fault = fault;

    /// <summary>Why.</summary>
    public StoreFault Fault { get; }

    /// <summary>The SQL command that someone with more rights is to run; null where that does not help.</summary>
    public string? Command { get; internal init; }
}
