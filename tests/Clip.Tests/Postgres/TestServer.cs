using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private readonly string? _address;
    private int _databases;

    private TestServer()
    {
        if (Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_POSTGRES") is { Length: > 0 } named)
        {
            _address = named.TrimEnd('/');
            return;
        }
        var scratch = Directory.CreateTempSubdirectory("clip-postgres-").FullName;
        _end.Push(() => Directory.Delete(scratch, recursive: true));
        // Another user runs the server.
        Process.Start("chmod", ["755", scratch]).WaitForExit();
        if (ServerPrograms.Find(Path.Combine(scratch, "programs")) is { } programs)
            _address = Start(programs, scratch);
        else
            _reason = "no PostgreSQL with pgvector: set CLIPSEARCH_TEST_POSTGRES, or run install.sh beside this test";
    }

    /// <summary>The address of a new, empty database; skips the test where there is no server.</summary>
    /// <param name="user">Who uses it; null for the one who may do everything.</param>
    public static string NewDatabase(string? user = null)
    {
        var server = Shared.Value;
        Assert.SkipWhen(server._reason is not null, server._reason ?? "");
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"clip_test_{Environment.ProcessId}_{Interlocked.Increment(ref server._databases)}");
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

    /// <summary>Stops the server if it was started here.</summary>
    public static void Stop()
    {
        while (Shared.IsValueCreated && Shared.Value._end.TryPop(out var end))
            end();
    }

    private string Start(ServerPrograms programs, string scratch)
    {
        var port = FreePort();
        // In a root folder of its own, the server sees only that.
        var data = programs.Root is null ? Path.Combine(scratch, "data") : "/tmp/clip-data";
        var outside = programs.Root is null ? data : programs.Root + data;
        if (Directory.Exists(outside))
            Directory.Delete(outside, recursive: true);
        if (programs.Root is null)
        {
            Directory.CreateDirectory(data);
            if (Environment.IsPrivilegedProcess)
                Process.Start("chown", ["nobody", data]).WaitForExit();
        }
        programs.Run($"{programs.Folder}/initdb -D {data} -U clip --auth=trust -E UTF8 --locale=C -N");
        // The data are gone after the tests anyway.
        programs.Run(
            $"{programs.Folder}/pg_ctl -D {data} -l {data}/log -w start -o '-p {port} -k {data} -h 127.0.0.1 "
            + "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=50' >/dev/null 2>&1");
        _end.Push(() =>
        {
            programs.Run($"{programs.Folder}/pg_ctl -D {data} -m immediate stop >/dev/null 2>&1");
            if (programs.Root is not null)
                Directory.Delete(outside, recursive: true);
        });
        return string.Create(CultureInfo.InvariantCulture, $"postgres://clip@127.0.0.1:{port}/postgres");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
