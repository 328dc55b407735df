using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Tests.Postgres.Connections;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("postgres://ann:s3cret@db.example.org:6543/pictures", "postgres://ann@db.example.org:6543/pictures")]
    [InlineData("postgresql://ann:s3cret@db/pictures?sslmode=require", "postgres://ann@db/pictures")]
    [InlineData("postgres://db/a%20b", "postgres://db/a%20b")]
    public void The_password_is_used_and_never_shown(string written, string shown)
    {
        var address = StoreAddress.Parse(written);
        Assert.Equal(shown, address.Display);
        var connection = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal(written.Contains("s3cret", StringComparison.Ordinal) ? "s3cret" : null, connection.Password);
        Assert.DoesNotContain("s3cret", address.DisplayOf("x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_and_the_usual_parameters_are_read()
    {
        var address = StoreAddress.Parse("postgres://ann@db/p?library=holiday%20pictures&sslmode=verify-full");
        var connection = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal("holiday pictures", address.Library);
        Assert.Equal(
            (SslMode.VerifyFull, "db", 5432, "ann", "p"),
            (connection.SslMode, connection.Host, connection.Port, connection.Username, connection.Database));
        Assert.Equal("postgres://ann@db/p?library=a%2Fb", address.DisplayOf("a/b"));
    }

    [Theory]
    [InlineData("postgres://h1:6432,h2/p", "h1:6432,h2:5432", "postgres://h1:6432,h2/p")]
    [InlineData("postgres://ann@/p?host=h1,h2&port=6432,6433", "h1:6432,h2:6433", "postgres://ann@h1:6432,h2:6433/p")]
    [InlineData("postgres:///p?host=/run/pg&user=ann&password=s3cret", "/run/pg", "postgres://ann@%2Frun%2Fpg/p")]
    [InlineData("postgres://ann:s3cret@%2Frun%2Fpg/p", "/run/pg", "postgres://ann@%2Frun%2Fpg/p")]
    [InlineData("postgres://[::1]:6432/?dbname=p", "::1", "postgres://[::1]:6432/p")]
    [InlineData("postgresql://db?dbname=p&pgbouncer=true&options=-c%20jit%3Doff&channel_binding=prefer", "db",
        "postgres://db/p")]
    public void The_other_forms_of_the_databases_own_programs_are_read(string written, string hosts, string shown)
    {
        var address = StoreAddress.Parse(written);
        var connection = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal((hosts, "p", shown), (connection.Host, connection.Database, address.Display));
        Assert.Equal(written.Contains("s3cret", StringComparison.Ordinal) ? "s3cret" : null, connection.Password);
        Assert.Equal(address.Display, StoreAddress.Parse(address.Display).Display);
    }

    [Fact]
    public void Of_several_servers_the_one_that_answers_and_fits_is_used()
    {
        var address = new Uri(TestServer.NewDatabase());
        using var store = PostgresStore.At(
            $"postgres://{address.UserInfo}@127.0.0.1:1,{address.Authority.Split('@')[^1]}{address.AbsolutePath}"
            + "?target_session_attrs=read-write");
        Assert.NotEmpty(store.Check().ServerVersion);
        Assert.NotEmpty(store.Check().ServerVersion);
    }

    [Theory]
    [InlineData("postgres://ann:12/s3cret@db:5432/p")]
    [InlineData("postgres://ann:12?s3cret@db:5432/p")]
    [InlineData("postgres://ann:12?s3cret&host=x@db/p")]
    [InlineData("postgres://ann:12#s3cret@db/p")]
    [InlineData("postgres://ann:s3/cret@db/p?library=s3cret@x")]
    [InlineData("postgres://ann:s3cret@db:0/p")]
    [InlineData("host=127.0.0.1 password=s3cret dbname=p")]
    [InlineData("Host=127.0.0.1;Password=s3cret;Database=p")]
    [InlineData("jdbc:postgresql://db/p?user=ann&password=s3cret")]
    [InlineData("ann@s3cret")]
    [InlineData("mysql://ann:s3cret@db/p")]
    [InlineData("ann:s3cret@db/p")]
    [InlineData("postgres://ann:s3cret@db/p?fast=1")]
    [InlineData("postgres://ann:s3cret@db/p?connect_timeout=soon")]
    public void What_is_no_address_is_refused_without_showing_the_password(string written)
    {
        var error = Assert.Throws<StoreException>(() => StoreAddress.Parse(written));
        Assert.Equal(StoreFault.InvalidAddress, error.Fault);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_away_is_named()
    {
        using var store = PostgresStore.At("postgres://ann:s3cret@127.0.0.1:1/p");
        var error = Assert.Throws<StoreException>(store.CreateTables);
        Assert.Equal((StoreFault.Unreachable, "postgres://ann@127.0.0.1:1/p"), (error.Fault, error.Subject));
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }
}
