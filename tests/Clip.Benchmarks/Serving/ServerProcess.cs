using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Serving;

/// <summary>A published <c>clipsearch serve</c> of a folder, whose index another process keeps up to date.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(1);

    private readonly Process _server;
    private readonly Process _watch;

    private ServerProcess(Process server, Process watch, Uri address)
    {
        (_server, _watch) = (server, watch);
        Client = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    /// <summary>A client with as many connections as it needs.</summary>
    public HttpClient Client { get; }

    /// <summary>The memory of the server that is resident, in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            _server.Refresh();
            return _server.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts both, and waits until the server is ready.</summary>
    /// <param name="program">The published program.</param>
    /// <param name="folder">The folder of pictures.</param>
    /// <param name="caches">The folder for caches.</param>
    public static ServerProcess Start(string program, string folder, string caches)
    {
        using (var index = Start(program, caches, "index", folder))
        {
            Drain(index.StandardOutput, index.StandardError);
            index.WaitForExit();
            if (index.ExitCode != 0)
                throw new InvalidOperationException($"{program} index exited with {index.ExitCode}");
        }
        var server = Start(program, caches, "serve", folder, "--port", "0", "--refresh", "1");
        var address = server.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{program} serve ended: {server.StandardError.ReadToEnd()}");
        var watch = Start(program, caches, "index", "--watch", folder);
        Drain(server.StandardError, watch.StandardOutput, watch.StandardError);
        var started = new ServerProcess(server, watch, new Uri(address));
        for (var clock = Stopwatch.StartNew(); !started.IsReady(); Thread.Sleep(50))
        {
            if (clock.Elapsed < MostWait)
                continue;
            started.Dispose();
            throw new InvalidOperationException($"{program} serve is not ready after {MostWait}");
        }
        return started;
    }

    /// <summary>Tells the server to stop, and waits until it has ended.</summary>
    /// <returns>How long that took, and its exit code.</returns>
    public (double Seconds, int ExitCode) Stop()
    {
        var began = Stopwatch.GetTimestamp();
        Process.Start("kill", ["-TERM", _server.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        _server.WaitForExit();
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, _server.ExitCode);
    }

    public void Dispose()
    {
        Client.Dispose();
        foreach (var process in (Process[])[_server, _watch])
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
    }

    private bool IsReady()
    {
        using var answer = Client.GetAsync(new Uri("readyz", UriKind.Relative)).GetAwaiter().GetResult();
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Reads what a process writes, which would wait otherwise.</summary>
    private static void Drain(params ReadOnlySpan<StreamReader> outputs)
    {
        foreach (var output in outputs)
            _ = output.BaseStream.CopyToAsync(Stream.Null);
    }

    private static Process Start(string program, string caches, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = caches },
        };
        return Process.Start(start)!;
    }
}
