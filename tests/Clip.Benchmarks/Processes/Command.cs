using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Processes;

/// <summary>A program with its arguments, started as a new process each time.</summary>
/// <param name="Program">The path of the program.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Folder">The working directory.</param>
/// <param name="Caches">The folder for caches, or null for the user's folders.</param>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments, string Folder, string? Caches = null)
{
    /// <summary>How many processors a .NET program believes that the machine has; null for all of them.</summary>
    public int? Processors { get; init; }

    /// <summary>Runs the program, which must succeed.</summary>
    /// <returns>The standard output.</returns>
    public string Run()
    {
        using var process = Start();
        return Finish(process);
    }

    /// <summary>
    /// Runs the program and returns its peak resident memory in bytes, or 0 if the system does not report it. Polling
    /// the memory slows the process down, so the time of this run is not measured.
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
                    var line = File.ReadLines(status)
                        .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    if (line is null)
                        break;
                    peak = long.Parse(line.AsSpan()["VmHWM:".Length..^"kB".Length]) * 1024;
                    await Task.Delay(1).ConfigureAwait(false);
                }
            }
            catch (IOException)
            {
                // The process has exited.
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

        List<string> settings =
            [.. start.Environment.Keys.Where(name => name.StartsWith("CLIPSEARCH_", StringComparison.Ordinal))];
        foreach (var name in settings)
            start.Environment.Remove(name);
        if (Processors is { } processors)
            start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    /// <summary>Runs the program, which must succeed.</summary>
    /// <returns>The standard error.</returns>
    public string RunForErrors()
    {
        using var process = Start();
        return Finish(process, ofErrors: true);
    }

    private string Finish(Process process, bool ofErrors = false)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? ofErrors ? errors.Result : output
            : throw new InvalidOperationException(
                $"{Program} {string.Join(' ', Arguments)} exited with {process.ExitCode}: {errors.Result}");
    }
}
