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
