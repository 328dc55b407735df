using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clip.Tests.Postgres;

/// <summary>A PostgreSQL server of this process, with data that are gone when it is disposed of.</summary>
/// <remarks>It may have a disk of its own, which can be filled.</remarks>
internal sealed class OwnServer : IDisposable
{
    private const int MostStarts = 5;

    private readonly ServerPrograms _programs;
    private readonly string _scratch;
    private readonly string _data;
    private readonly string _outside;
    private bool _hasDisk;
    private int _port;

    private OwnServer(ServerPrograms programs, string scratch)
    {
        _programs = programs;
        _scratch = scratch;
        // In a root folder of its own, the server sees only that.
        _data = programs.Root is null ? Path.Combine(scratch, "data") : $"/tmp/{Path.GetFileName(scratch)}";
        _outside = programs.Root is null ? _data : programs.Root + _data;
    }

    /// <summary>Its programs.</summary>
    public ServerPrograms Programs => _programs;

    /// <summary>The address of its first database.</summary>
    public string Address => string.Create(
        CultureInfo.InvariantCulture, $"postgres://clip@127.0.0.1:{_port}/postgres");

    private string Log => _outside + ".log";

    private string Ballast => Path.Combine(_outside, "ballast");

    /// <summary>Starts one; null where there are no programs.</summary>
    /// <param name="megabytes">
    /// The size of its own disk, in memory; null for the machine's, as where the user may make none.
    /// </param>
    public static OwnServer? Start(int? megabytes = null)
    {
        var scratch = LeftServers.NewFolder();
        if (ServerPrograms.Find(Path.Combine(scratch, "programs")) is not { } programs)
        {
            Directory.Delete(scratch, recursive: true);
            return null;
        }
        var server = new OwnServer(programs, scratch);
        Directory.CreateDirectory(server._outside);
        LeftServers.Record(scratch, server._outside);
        server._hasDisk = megabytes is { } size && Environment.IsPrivilegedProcess && Call(
            "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={size}m"), "tmpfs",
            server._outside);
        server.GiveAway();
        programs.Run(
            $"{programs.Folder}/initdb -D {server._data} -U clip --auth=trust -E UTF8 --locale=C -N >/dev/null");
        server.Begin();
        return server;
    }

    /// <summary>Starts a replica that repeats what this server writes.</summary>
    public OwnServer StartReplica()
    {
        var replica = new OwnServer(_programs, LeftServers.NewFolder());
        Directory.CreateDirectory(replica._outside);
        LeftServers.Record(replica._scratch, replica._outside);
        replica.GiveAway();
        _programs.Run(
            $"{_programs.Folder}/pg_basebackup -D {replica._data} -R -X stream -c fast -h 127.0.0.1 -p {_port} "
            + "-U clip");
        replica.Begin();
        return replica;
    }

    /// <summary>Whether it has a disk of its own.</summary>
    public bool HasDisk => _hasDisk;

    /// <summary>Fills its disk, and waits until a statement has failed because of that.</summary>
    public async Task FillDiskAsync(CancellationToken cancellationToken)
    {
        var before = TimesFull();
        var block = new byte[1 << 16];
        await using (var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            for (var isFull = false; !isFull;)
            {
                try
                {
                    ballast.Write(block);
                }
                catch (IOException)
                {
                    isFull = true;
                }
            }
        }
        while (TimesFull() == before)
            await Task.Delay(50, cancellationToken);
    }

    /// <summary>Frees the disk; starts the server again if it has ended.</summary>
    public void FreeDisk()
    {
        File.Delete(Ballast);
        if (Postmaster() is { } running)
        {
            running.Dispose();
            return;
        }
        LaunchAgain();
    }

    /// <summary>Ends all of its processes at once, as a power cut does, and starts it again.</summary>
    public void Crash()
    {
        Kill();
        LaunchAgain();
    }

    /// <summary>Ends all of its processes at once.</summary>
    public void Kill()
    {
        if (Postmaster() is not { } postmaster)
            return;
        using (postmaster)
        {
            postmaster.Kill(entireProcessTree: true);
            postmaster.WaitForExit();
        }
    }

    private void LaunchAgain()
    {
        for (var trial = 1; ; trial++)
        {
            try
            {
                Launch();
                return;
            }
            catch (InvalidOperationException) when (trial < MostStarts)
            {
                // The system has not released the memory of the killed processes yet.
            }
        }
    }

    public void Dispose()
    {
        using (var running = Postmaster())
        {
            if (running is not null)
                _programs.Run($"{_programs.Folder}/pg_ctl -D {_data} -m immediate stop >/dev/null 2>&1");
        }
        if (_hasDisk)
            Call("umount", _outside);
        File.Delete(Log);
        if (_outside != _data)
            Directory.Delete(_outside, recursive: true);
        Directory.Delete(_scratch, recursive: true);
    }

    /// <summary>The first of its processes; null where it does not run.</summary>
    private Process? Postmaster()
    {
        try
        {
            var id = int.Parse(
                File.ReadLines(Path.Combine(_outside, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            return Process.GetProcessById(id);
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>How often its log says that its disk is full.</summary>
    private int TimesFull()
    {
        using var log = new StreamReader(
            new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd().Split("No space left on device").Length;
    }

    /// <summary>Gives the folder of data to the user who runs the server.</summary>
    private void GiveAway()
    {
        // Beside the data, so that it goes on where their disk is full.
        File.WriteAllText(Log, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_outside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess)
            Call("chown", ServerPrograms.Nobody, _outside, Log);
    }

    private static bool Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private void Begin()
    {
        for (var trial = 1; ; trial++)
        {
            // Somebody else may take the port before the server does.
            _port = FreePort();
            try
            {
                Launch();
                return;
            }
            catch (InvalidOperationException) when (trial < MostStarts)
            {
                // With another port then.
            }
        }
    }

    // The data are gone after the tests anyway.
    private void Launch() => _programs.Run(
        $"{_programs.Folder}/pg_ctl -D {_data} -l {_data}.log -w start -o '-p {_port} -k {_data} -h 127.0.0.1 "
        + "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off -c max_connections=100 "
        + "-c min_wal_size=32MB -c max_wal_size=64MB' "
        + ">/dev/null 2>&1");

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
