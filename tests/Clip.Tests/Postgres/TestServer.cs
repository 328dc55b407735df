using System.Globalization;
using Clip.Tests.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestServerEnd))]

namespace Clip.Tests.Postgres;

/// <summary>Stops the server when the last test has ended.</summary>
public sealed class TestServerEnd : IDisposable
{
    public void Dispose() => TestServer.Stop();
}

/// <summary>
/// A real PostgreSQL with pgvector: the one that <c>CLIPSEARCH_TEST_POSTGRES</c> names, or one that is started with the
/// first test that needs it and stopped when the tests end.
/// </summary>
internal sealed class TestServer
{
    private static readonly Lazy<TestServer> Shared = new(static () => new TestServer());

    private readonly Stack<Action> _end = [];
    private readonly string? _reason;
    private readonly ServerPrograms? _programs;
    private readonly string? _address;
    private int _databases;

    private TestServer()
    {
        if (Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_POSTGRES") is { Length: > 0 } named)
        {
            _address = named.TrimEnd('/');
            // It goes on, but its databases need not.
            _end.Push(() =>
            {
                for (var i = 1; i <= _databases; i++)
                    Run(_address, $"DROP DATABASE IF EXISTS {NameOf(i)} WITH (FORCE)");
            });
            return;
        }
        LeftServers.Remove();
        if (OwnServer.Start() is { } server)
        {
            _end.Push(server.Dispose);
            _address = server.Address;
            _programs = server.Programs;
        }
        else
        {
            _reason = "no PostgreSQL with pgvector: set CLIPSEARCH_TEST_POSTGRES, or run install.sh beside this test";
        }
    }

    /// <summary>The address of a new, empty database; skips the test where there is no server.</summary>
    /// <param name="user">Who uses it; null for the one who may do everything.</param>
    public static string NewDatabase(string? user = null)
    {
        var server = Shared.Value;
        Assert.SkipWhen(server._reason is not null, server._reason ?? "");
        var name = NameOf(Interlocked.Increment(ref server._databases));
        var address = new Uri(server._address!);
        Run(server._address!, $"CREATE DATABASE {name}");
        var login = user ?? address.UserInfo;
        return $"postgres://{login}@{address.Authority.Split('@')[^1]}/{name}";
    }

    /// <summary>Runs a statement as the one who may do everything.</summary>
    public static void Run(string address, string sql)
    {
        using var store = PostgresStore.At(address);
        using var connection = store.Source.OpenConnection();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row.</summary>
    public static T Value<T>(string address, string sql)
    {
        using var store = PostgresStore.At(address);
        using var session = store.Begin();
        return session.Value<T>(sql)!;
    }

    /// <summary>Runs a program of the server to its end; skips the test where there is none.</summary>
    /// <param name="program">Its name, such as <c>pg_dump</c>.</param>
    /// <param name="arguments">Its arguments, for a shell; <c>BIN</c> is the folder of programs.</param>
    public static void RunProgram(string program, string arguments)
    {
        var programs = Shared.Value._programs;
        Assert.SkipWhen(programs is null, "needs a server that the tests have started");
        var file = Path.Combine(programs!.Folder, program);
        Assert.SkipUnless(File.Exists(programs.Root + file), $"the server comes without {program}");
        programs.Run($"{file} {arguments.Replace("BIN/", programs.Folder + "/", StringComparison.Ordinal)}");
    }

    /// <summary>Stops the server if it was started here.</summary>
    public static void Stop()
    {
        while (Shared.IsValueCreated && Shared.Value._end.TryPop(out var end))
            end();
    }

    private static string NameOf(int database) =>
        string.Create(CultureInfo.InvariantCulture, $"clip_test_{Environment.ProcessId}_{database}");
}
