using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Tests.Postgres.Connections;

/// <summary>What is wrong with a database is said with the command that changes it.</summary>
public sealed class StoreErrorsTests
{
    [Fact]
    public void A_password_that_is_missing_is_asked_for()
    {
        var error = StoreErrors.From(
            "postgres://db/p",
            new NpgsqlException("No password has been provided but the backend requires one (in SASL/SCRAM-SHA-256)"));
        Assert.Equal(StoreFault.LoginRefused, error.Fault);
        Assert.Contains("PGPASSWORD or ~/.pgpass", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_may_only_be_read_is_named_so()
    {
        var address = TestServer.NewDatabase();
        TestServer.Run(address, $"ALTER DATABASE {NameOf(address)} SET default_transaction_read_only = on");
        using var store = PostgresStore.At(address);
        var error = Assert.Throws<StoreException>(store.CreateTables);
        Assert.Equal(StoreFault.ReadOnly, error.Fault);
        Assert.Contains("RESET default_transaction_read_only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_that_is_missing_comes_with_the_command_that_grants_it()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_POSTGRES") is not null,
            "needs a server that any user may enter");
        var user = $"clip_rightless_{Environment.ProcessId}";
        var address = TestServer.NewDatabase(user);
        var owner = address.Replace($"//{user}@", "//clip@", StringComparison.Ordinal);
        TestServer.Run(owner, $"CREATE ROLE {user} LOGIN");
        using var store = PostgresStore.At(address);
        var command = $"GRANT CREATE ON DATABASE {NameOf(address)} TO {user};";
        var both = Assert.Throws<StoreException>(store.CreateTables);
        Assert.Equal(
            (StoreFault.ExtensionNotCreated, $"CREATE EXTENSION vector; {command}"), (both.Fault, both.Command));
        Assert.Contains(store.Check().Advice, advice => advice.Command == command);

        TestServer.Run(owner, "CREATE EXTENSION vector");
        var error = Assert.Throws<StoreException>(store.CreateTables);
        Assert.Equal((StoreFault.NoRights, command), (error.Fault, error.Command));
        TestServer.Run(owner, error.Command!);
        store.CreateTables();

        // Another user, without rights on the tables.
        using var other = PostgresStore.At(owner.Replace("//clip@", $"//{user}_2@", StringComparison.Ordinal));
        TestServer.Run(owner, $"CREATE ROLE {user}_2 LOGIN");
        var reading = Assert.Throws<StoreException>(() => other.FindLibraries());
        Assert.Equal(StoreFault.NoRights, reading.Fault);
        Assert.Equal(reading.Command, Assert.Single(
            other.Check().Advice, static advice => advice.Subject == "schema").Command);
        TestServer.Run(owner, reading.Command!);
        Assert.Empty(other.FindLibraries());
    }

    private static string NameOf(string address) => address[(address.LastIndexOf('/') + 1)..];
}
