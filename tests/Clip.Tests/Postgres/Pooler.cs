using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clip.Tests.Postgres;

/// <summary>A PgBouncer in front of a server, which gives each transaction another connection.</summary>
internal sealed class Pooler : IDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";
    private const int MostStarts = 5;
    private const int Connections = 3;
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly int _port;

    private Pooler(string folder, int port) => (_folder, _port) = (folder, port);

    /// <summary>Starts one; null where there is no program.</summary>
    /// <param name="server">The server's address.</param>
    public static Pooler? Start(Uri server)
    {
        var root = Path.Combine(Repository.Root, "artifacts", "postgres");
        var programs = File.Exists(Program) ? new ServerPrograms("/usr/sbin", null)
            : Environment.IsPrivilegedProcess && File.Exists(root + Program) ? new ServerPrograms("/usr/sbin", root)
            : null;
        if (programs is null)
            return null;
        var inside = $"/tmp/clip-pooler-{Environment.ProcessId}";
        var folder = programs.Root + inside;
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", [ServerPrograms.Nobody, folder]);
            chown.WaitForExit();
        }
        for (var trial = 1; ; trial++)
        {
            // Somebody else may take the port before it does.
            var port = OwnServer.FreePort();
            File.WriteAllText(Path.Combine(folder, "ini"), string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host={server.Host} port={server.Port} user={server.UserInfo}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = {Connections}
                max_client_conn = 200
                logfile = {inside}/log
                pidfile = {inside}/pid

                """));
            try
            {
                programs.Run($"{Program} -d -q {inside}/ini");
                WaitFor(port);
                return new Pooler(folder, port);
            }
            catch (InvalidOperationException) when (trial < MostStarts)
            {
                // With another port then.
            }
        }
    }

    /// <summary>Waits until it accepts connections: the command ends before its daemon listens.</summary>
    /// <exception cref="InvalidOperationException">It does not, as where the port was taken.</exception>
    private static void WaitFor(int port)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException error) when (clock.Elapsed > MostWait)
            {
                throw new InvalidOperationException($"PgBouncer does not listen at port {port}.", error);
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    /// <summary>An address through it.</summary>
    public string Through(string address)
    {
        var uri = new Uri(address);
        return string.Create(
            CultureInfo.InvariantCulture, $"postgres://{uri.UserInfo}@127.0.0.1:{_port}{uri.AbsolutePath}");
    }

    public void Dispose()
    {
        var id = int.Parse(File.ReadAllText(Path.Combine(_folder, "pid")), CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(id))
        {
            process.Kill();
            process.WaitForExit();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
