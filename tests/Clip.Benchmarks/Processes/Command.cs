using System.Diagnostics;

namespace Clip.Benchmarks.Processes;

/// <summary>A program with its arguments, started as a new process each time.</summary>
/// <param name="Program">Its path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Where it runs.</param>
/// <param name="Caches">Where it keeps what it caches, instead of the user's folders; null for those.</param>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments, string Folder, string? Caches = null)
{
    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>What it wrote.</returns>
    public string Run()
    {
        using var process = Start();
        return Finish(process);
    }

    /// <summary>
    /// Runs it once more and looks at its memory all the while: the most that was resident, in bytes; 0 where the system
    /// does not tell. Looking takes time from the process, so this run is not a measured one.
    /// </summary>
    public long PeakMemory()
    {
        using var process = Start();
        var status = $"/proc/{process.Id}/status";
        var watching = Task.Run(async () =>
        {
            var peak = 0L;
            try
            {
                while (File.Exists(status))
                {
                    var line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    if (line is null)
                        break;
                    peak = long.Parse(line.AsSpan()["VmHWM:".Length..^"kB".Length]) * 1024;
                    await Task.Delay(1).ConfigureAwait(false);
                }
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }

            return peak;
        });
        Finish(process);
        return watching.GetAwaiter().GetResult();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Caches is not null)
        {
            start.Environment["XDG_CACHE_HOME"] = Caches;
            start.Environment["RCLIP_DATADIR"] = Path.Join(Caches, "rclip");
        }

        foreach (var set in start.Environment.Keys.Where(name => name.StartsWith("CLIPSEARCH_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(set);
        return Process.Start(start)!;
    }

    private string Finish(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Program} {string.Join(' ', Arguments)} ended with {process.ExitCode}: {errors.Result}");
    }
}
