using System.Buffers;
using System.Text.RegularExpressions;

namespace Clip.Postgres.Connections;

/// <summary>An address in its parts, as they are written: nothing is decoded yet.</summary>
/// <param name="User">The user; empty for none.</param>
/// <param name="Password">The password, or null.</param>
/// <param name="Hosts">The servers, each with its port or without one; none where the address names none.</param>
/// <param name="Database">The database; empty for none.</param>
/// <param name="Parameters">What follows the question mark.</param>
internal sealed partial record AddressText(
    string User, string? Password, IReadOnlyList<string> Hosts, string Database,
    IReadOnlyList<(string Name, string Value)> Parameters)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" :@=?/;&");

    /// <summary>Reads an address; null where it is none, or where a password may be in another part of it.</summary>
    public static AddressText? Parse(string address)
    {
        if (Scheme().Match(address) is not { Success: true, Length: var begin } || address.Contains('#'))
            return null;
        var rest = address[begin..];
        var end = rest.AsSpan().IndexOfAny('/', '?') is >= 0 and var at ? at : rest.Length;
        var query = rest.IndexOf('?', end) is >= 0 and var mark ? mark : rest.Length;
        var database = rest[end..query].TrimStart('/');
        // What stands before such a sign was meant for a login: its password has a sign that ends a login.
        if (database.Contains('@'))
            return null;
        var authority = rest[..end];
        var login = authority.LastIndexOf('@');
        var (user, password) = Divide(login < 0 ? "" : authority[..login], ':');
        string[] hosts = [.. authority[(login + 1)..].Split(',').Where(static host => host.Length > 0)];
        return Array.TrueForAll(hosts, static host => Host().IsMatch(host))
            ? new AddressText(user, password, hosts, database, ReadParameters(rest[query..].TrimStart('?')))
            : null;
    }

    /// <summary>What can be shown of something that is no address, but may have a password in it.</summary>
    public static string Shown(string address) => AnyScheme().Match(address) is { Success: true } scheme
        ? $"{scheme.Value}..."
        : !address.AsSpan().ContainsAny(Separators) ? address : "the address of the database";

    private static (string Name, string Value)[] ReadParameters(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        {
            var (name, value) = Divide(pair, '=');
            return (name, Uri.UnescapeDataString((value ?? "").Replace('+', ' ')));
        }),
    ];

    private static (string First, string? Second) Divide(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at
            ? (text[..at], text[(at + 1)..])
            : (text, null);

    [GeneratedRegex("^postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex("^(jdbc:)?[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex AnyScheme();

    /// <summary>A name, a number in brackets, or an encoded path of a socket, with a port or without one.</summary>
    [GeneratedRegex(@"^(\[[0-9a-f:.]+(%[\w]+)?\]|[\w.%~-]+)(:[0-9]{1,5})?$", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
