using System.Globalization;
using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>
/// The address of a database: <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?library=NAME&amp;sslmode=require</c>, with
/// the parameters of PostgreSQL's own programs that have a meaning here. What it leaves out comes from where these take
/// it: <c>PGPASSWORD</c>, <c>PGPASSFILE</c> and <c>~/.pgpass</c>.
/// </summary>
internal sealed class StoreAddress
{
    private const int DefaultPort = 5432;

    private StoreAddress(ConnectionParameters parameters, string display)
    {
        ConnectionString = parameters.Connection.ConnectionString;
        Target = parameters.Target;
        Display = display;
        Library = parameters.Library;
    }

    /// <summary>What a connection takes, password included.</summary>
    public string ConnectionString { get; }

    /// <summary>Which of several servers is to be connected; null for the first that answers.</summary>
    public TargetSessionAttributes? Target { get; }

    /// <summary>The address as it may be shown: without the password.</summary>
    public string Display { get; }

    /// <summary>The library that it names, or null.</summary>
    public string? Library { get; }

    /// <summary>The address of one library.</summary>
    public string DisplayOf(string library) => $"{Display}?library={Uri.EscapeDataString(library)}";

    /// <summary>What can be shown of an address, valid or not.</summary>
    public static string Shown(string address)
    {
        try
        {
            var parsed = Parse(address);
            return parsed.Library is { } library ? parsed.DisplayOf(library) : parsed.Display;
        }
        catch (StoreException error)
        {
            return error.Subject;
        }
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It is not valid.</exception>
    public static StoreAddress Parse(string address)
    {
        if (AddressText.Parse(address) is not { } text)
        {
            throw Invalid(
                AddressText.Shown(address), "is no address of a PostgreSQL database",
                "write it as postgres://USER@HOST:PORT/DATABASE, and the signs @ / ? # : of a name or a password as "
                + "%40 %2F %3F %23 %3A");
        }
        var parameters = new ConnectionParameters(new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "clip",
            // A pooler that gives each transaction another connection would lose what is reset, or fail.
            NoResetOnClose = true,
            Timeout = 10,
            CommandTimeout = 0,
            KeepAlive = 30,
            IncludeErrorDetail = false,
        });
        foreach (var (name, value) in text.Parameters)
        {
            if (!parameters.Set(name, value))
                throw Refused(address, text, name);
        }
        var connection = parameters.Connection;
        connection.Username ??= text.User.Length > 0
            ? Uri.UnescapeDataString(text.User)
            : Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;
        connection.Database ??= text.Database.Length > 0
            ? Uri.UnescapeDataString(text.Database)
            : connection.Username;
        if (text.Password is not null)
            connection.Password ??= Uri.UnescapeDataString(text.Password);
        var hosts = parameters.Hosts.Count > 0 ? parameters.Hosts : text.Hosts;
        if (ReadServers(hosts, parameters.Ports) is not { } servers)
            throw Refused(address, text, "port");
        connection.Port = servers.Count == 1 ? servers[0].Port : DefaultPort;
        connection.Host = servers switch
        {
            [] => "localhost",
            [var one] => one.Host.Trim('[', ']'),
            _ => string.Join(',', servers.Select(static server => server.Host.StartsWith('/')
                ? server.Host
                : string.Create(CultureInfo.InvariantCulture, $"{server.Host}:{server.Port}"))),
        };
        return new StoreAddress(parameters, Show(connection, servers, text.User.Length > 0 || parameters.HasUser));
    }

    /// <summary>The servers with their ports; null where a port is none.</summary>
    private static List<(string Host, int Port)>? ReadServers(IReadOnlyList<string> hosts, IReadOnlyList<int> ports)
    {
        List<(string, int)> servers = [];
        foreach (var (i, host) in (hosts.Count > 0 ? hosts : ["localhost"]).Index())
        {
            var (name, own) = Divide(host);
            var port = own ?? (ports.Count == 1 ? ports[0] : i < ports.Count ? ports[i] : DefaultPort);
            if (port is < 1 or > 65535 || (ports.Count > 1 && ports.Count != hosts.Count))
                return null;
            servers.Add((name, port));
        }
        return hosts.Count > 0 || ports.Count > 0 ? servers : [];
    }

    private static (string Host, int? Port) Divide(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') && !host.StartsWith('/')
            ? (Uri.UnescapeDataString(host[..colon]),
                int.Parse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture))
            : (Uri.UnescapeDataString(host), null);
    }

    private static string Show(
        NpgsqlConnectionStringBuilder connection, List<(string Host, int Port)> servers, bool hasUser)
    {
        var user = hasUser ? Uri.EscapeDataString(connection.Username!) + "@" : "";
        var shown = servers.Select(static server =>
            (server.Host.StartsWith('/') ? Uri.EscapeDataString(server.Host) : server.Host)
            + (server.Port == DefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{server.Port}")));
        return $"postgres://{user}{string.Join(',', shown)}/{Uri.EscapeDataString(connection.Database!)}";
    }

    /// <summary>
    /// Refuses a parameter. Its name is shown, unless the whole may be the rest of a password: one that has a question
    /// mark ends before the sign that ends a login.
    /// </summary>
    private static StoreException Refused(string address, AddressText text, string name)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var isSafe = (query < 0 || !address[query..].Contains('@'))
            && name.All(static letter => char.IsAsciiLetter(letter) || letter == '_');
        var user = text.User.Length > 0 ? text.User + "@" : "";
        return isSafe
            ? Invalid(
                $"postgres://{user}{string.Join(',', text.Hosts)}/{text.Database}",
                $"has an unknown or invalid parameter: {name}", ConnectionParameters.Known)
            : Invalid(
                AddressText.Shown(address), "has an unknown or invalid parameter",
                "write the signs @ / ? # : of a name or a password as %40 %2F %3F %23 %3A");
    }

    private static StoreException Invalid(string shown, string problem, string remedy) =>
        new(StoreFault.InvalidAddress, shown, problem, remedy);
}
