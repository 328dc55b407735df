using System.Globalization;
using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>What the parameters of an address say, in the names of PostgreSQL's own programs.</summary>
/// <param name="connection">What they set.</param>
internal sealed class ConnectionParameters(NpgsqlConnectionStringBuilder connection)
{
    /// <summary>The parameters, for whoever has written another one.</summary>
    public const string Known = "known are library, host, port, user, password, passfile, dbname, sslmode, "
        + "sslrootcert, sslcert, sslkey, sslnegotiation, channel_binding, gssencmode, connect_timeout, "
        + "application_name, options, "
        + "target_session_attrs and load_balance_hosts";

    /// <summary>The connection.</summary>
    public NpgsqlConnectionStringBuilder Connection => connection;

    /// <summary>The library; null for none.</summary>
    public string? Library { get; private set; }

    /// <summary>The servers; none where only the address itself names them.</summary>
    public IReadOnlyList<string> Hosts { get; private set; } = [];

    /// <summary>The ports of servers that have none of their own: one for all, or one each; none as usual.</summary>
    public IReadOnlyList<int> Ports { get; private set; } = [];

    /// <summary>Which of several servers is to be connected; null for the first that answers.</summary>
    public TargetSessionAttributes? Target { get; private set; }

    /// <summary>Whether they name the user.</summary>
    public bool HasUser { get; private set; }

    /// <summary>Takes a parameter; false where it is unknown or its value invalid.</summary>
    public bool Set(string name, string value)
    {
        try
        {
            return SetOwn(name, value) || SetConnection(name, value);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // Out of the driver's range.
            return false;
        }
    }

    private bool SetOwn(string name, string value)
    {
        switch (name)
        {
            case "library" when value.Length > 0:
                Library = value;
                return true;
            case "host" or "hostaddr" when value.Length > 0:
                // Only brackets tell the colons of a number from that of a port.
                Hosts = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(static host => host.Contains(':') && host[0] is not ('/' or '[') ? $"[{host}]" : host)];
                return true;
            case "port":
                var ports = value.Split(',').Select(Number).ToList();
                Ports = [.. ports.OfType<int>()];
                return Ports.Count == ports.Count;
            case "user" when value.Length > 0:
                connection.Username = value;
                HasUser = true;
                return true;
            case "target_session_attrs":
                return SetTarget(value);
            // Nothing outlasts a transaction anyway.
            case "pgbouncer" or "fallback_application_name":
                return true;
            default:
                return false;
        }
    }

    private bool SetConnection(string name, string value)
    {
        switch (name)
        {
            case "password":
                connection.Password = value;
                return true;
            case "passfile":
                connection.Passfile = value;
                return true;
            case "dbname" when value.Length > 0:
                connection.Database = value;
                return true;
            case "sslmode" when Word(value, out SslMode mode):
                connection.SslMode = mode;
                return true;
            case "sslrootcert":
                connection.RootCertificate = value;
                return true;
            case "sslcert":
                connection.SslCertificate = value;
                return true;
            case "sslkey":
                connection.SslKey = value;
                return true;
            case "sslnegotiation" when Word(value, out SslNegotiation negotiation):
                connection.SslNegotiation = negotiation;
                return true;
            case "channel_binding" when Word(value, out ChannelBinding binding):
                connection.ChannelBinding = binding;
                return true;
            case "gssencmode" when Word(value, out GssEncryptionMode encryption):
                connection.GssEncryptionMode = encryption;
                return true;
            case "connect_timeout" when Number(value) is { } seconds:
                connection.Timeout = seconds;
                return true;
            case "application_name":
                connection.ApplicationName = value;
                return true;
            case "options":
                connection.Options = value;
                return true;
            case "load_balance_hosts" when value is "disable" or "random":
                connection.LoadBalanceHosts = value == "random";
                return true;
            default:
                return false;
        }
    }

    private bool SetTarget(string value)
    {
        (var isKnown, Target) = value switch
        {
            "any" => (true, (TargetSessionAttributes?)null),
            "read-write" => (true, TargetSessionAttributes.ReadWrite),
            "read-only" => (true, TargetSessionAttributes.ReadOnly),
            "primary" => (true, TargetSessionAttributes.Primary),
            "standby" => (true, TargetSessionAttributes.Standby),
            "prefer-standby" => (true, TargetSessionAttributes.PreferStandby),
            _ => (false, null),
        };
        return isKnown;
    }

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Word<T>(string value, out T word)
        where T : struct, Enum =>
        Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out word)
        && !char.IsAsciiDigit(value[0]);
}
