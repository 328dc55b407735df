using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clip.Tests.Postgres;

/// <summary>A PostgreSQL server of this process, with data that are gone when it is disposed of.</summary>
internal sealed class OwnServer : IDisposable
{
    private const int MostStarts = 5;

    private readonly ServerPrograms _programs;
    private readonly string _scratch;
    private readonly string _data;
    private readonly string _outside;
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

    /// <summary>Starts one; null where there are no programs.</summary>
    public static OwnServer? Start()
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
        // Another user runs the server.
        if (Environment.IsPrivilegedProcess)
            Process.Start("chown", [ServerPrograms.Nobody, server._outside]).WaitForExit();
        programs.Run(
            $"{programs.Folder}/initdb -D {server._data} -U clip --auth=trust -E UTF8 --locale=C -N >/dev/null");
        server.Begin();
        return server;
    }

    /// <summary>Ends all of its processes at once, as a power cut does, and starts it again.</summary>
    public void Crash()
    {
        var postmaster = int.Parse(
            File.ReadLines(Path.Combine(_outside, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(postmaster))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
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
        _programs.Run($"{_programs.Folder}/pg_ctl -D {_data} -m immediate stop >/dev/null 2>&1");
        if (_outside != _data)
            Directory.Delete(_outside, recursive: true);
        Directory.Delete(_scratch, recursive: true);
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
        $"{_programs.Folder}/pg_ctl -D {_data} -l {_data}/log -w start -o '-p {_port} -k {_data} -h 127.0.0.1 "
        + "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off -c max_connections=100' "
        + ">/dev/null 2>&1");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
