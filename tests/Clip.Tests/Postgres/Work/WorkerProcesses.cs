using System.Diagnostics;
using System.Globalization;
using Clip.Tests.Cli;

namespace Clip.Tests.Postgres.Work;

/// <summary>Workers that run as programs of their own, and can be killed.</summary>
/// <param name="address">The store.</param>
/// <param name="root">The folder of pictures.</param>
internal sealed class WorkerProcesses(string address, string root) : IDisposable
{
    private readonly TestFolder _scratch = new();
    private readonly Dictionary<int, Process> _running = [];

    /// <summary>The ids of those that were started and not killed.</summary>
    public IReadOnlyList<int> Ids => [.. _running.Keys];

    /// <summary>Starts workers until there are so many, as a service manager does where one has ended.</summary>
    public void Start(int count)
    {
        foreach (var (id, ended) in _running.Where(static worker => worker.Value.HasExited).ToList())
        {
            _running.Remove(id);
            ended.Dispose();
        }
        while (_running.Count < count)
            Start();
    }

    /// <summary>The worker with the name that it has in the store; null where it is none of these.</summary>
    public int? Find(string name) =>
        int.TryParse(name.Split(':')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && _running.ContainsKey(id)
            ? id
            : null;

    /// <summary>Ends one at once.</summary>
    public void Kill(int id)
    {
        _running.Remove(id, out var worker);
        if (!worker!.HasExited)
            worker.Kill();
        worker.WaitForExit();
        worker.Dispose();
    }

    public void KillAll()
    {
        foreach (var id in Ids)
            Kill(id);
    }

    public void Dispose()
    {
        KillAll();
        _scratch.Dispose();
    }

    private void Start()
    {
        var start = new ProcessStartInfo(
            ClipSearch.Executable,
            ["worker", "--store", address, "--root", root, "--lease", "1", "--threads", "1", "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var (name, value) in ClipSearch.Environment)
            start.Environment[name] = value;
        // What killed workers leave goes with the test.
        start.Environment["TMPDIR"] = _scratch.Path;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running.Add(process.Id, process);
    }
}
