using System.Globalization;
using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>
/// The address of a database: <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?library=NAME&amp;sslmode=require</c>. What it
/// leaves out comes from where PostgreSQL's own programs take it: <c>PGPASSWORD</c>, <c>PGPASSFILE</c> and
/// <c>~/.pgpass</c>.
/// </summary>
internal sealed class StoreAddress
{
    private const int DefaultPort = 5432;

    private StoreAddress(NpgsqlConnectionStringBuilder connection, string display, string? library)
    {
        ConnectionString = connection.ConnectionString;
        Display = display;
        Library = library;
    }

    /// <summary>What a connection takes, password included.</summary>
    public string ConnectionString { get; }

    /// <summary>The address as it may be shown: without the password.</summary>
    public string Display { get; }

    /// <summary>The library that it names, or null.</summary>
    public string? Library { get; }

    /// <summary>The address of one library.</summary>
    public string DisplayOf(string library) => $"{Display}?library={Uri.EscapeDataString(library)}";

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It is not valid.</exception>
    public static StoreAddress Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw Invalid(WithoutPassword(address), "is no address of a PostgreSQL database");
        var database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var login = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length > 0 ? uri.Host.Trim('[', ']') : "localhost",
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Username = login[0].Length > 0
                ? Uri.UnescapeDataString(login[0])
                : Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName,
            ApplicationName = "clip",
            // A pooler that gives each transaction another connection would lose what is reset, or fail.
            NoResetOnClose = true,
            Timeout = 10,
            CommandTimeout = 0,
            KeepAlive = 30,
            IncludeErrorDetail = false,
        };
        builder.Database = database.Length > 0 ? database : builder.Username;
        if (login.Length == 2)
            builder.Password = Uri.UnescapeDataString(login[1]);
        string? library = null;
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1].Replace('+', ' ')) : "";
            if (parts[0] == "library" && value.Length > 0)
                library = value;
            else if (!Set(builder, parts[0], value))
                throw Invalid(Shown(uri, builder), $"has an unknown or invalid parameter: {parts[0]}");
        }
        return new StoreAddress(builder, Shown(uri, builder), library);
    }

    private static bool Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), true, out var mode):
                builder.SslMode = mode;
                return true;
            case "sslrootcert":
                builder.RootCertificate = value;
                return true;
            case "host" when value.Length > 0:
                builder.Host = value;
                return true;
            case "connect_timeout" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0:
                builder.Timeout = seconds;
                return true;
            case "application_name":
                builder.ApplicationName = value;
                return true;
            default:
                return false;
        }
    }

    private static string Shown(Uri uri, NpgsqlConnectionStringBuilder builder)
    {
        var port = uri.Port > 0 ? string.Create(CultureInfo.InvariantCulture, $":{uri.Port}") : "";
        var user = uri.UserInfo.Length > 0 ? uri.UserInfo.Split(':', 2)[0] + "@" : "";
        return $"postgres://{user}{uri.Host}{port}/{Uri.EscapeDataString(builder.Database ?? "")}";
    }

    /// <summary>What can be shown of something that is not an address, but may have a password in it.</summary>
    private static string WithoutPassword(string address)
    {
        var at = address.LastIndexOf('@');
        var colon = at < 0 ? -1 : address.IndexOf(':', Math.Max(0, address.IndexOf("//", StringComparison.Ordinal) + 2));
        return colon >= 0 && colon < at ? $"{address[..colon]}{address[at..]}" : address;
    }

    private static StoreException Invalid(string shown, string problem) => new(
        StoreFault.InvalidAddress, shown, problem, "write it as postgres://USER@HOST:PORT/DATABASE");
}
